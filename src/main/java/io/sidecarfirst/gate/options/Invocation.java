package io.sidecarfirst.gate.options;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A program and its arguments, behind what starts it: {@code exec}, {@code tini --}, {@code env A=b}, {@code python
 * -m}.
 *
 * @param program the base name of the executable; empty where nothing but such starters is there
 * @param arguments what follows
 */
public record Invocation(String program, List<String> arguments) {
    /** Programs and words of a shell that start another program, which follows after options and numbers. */
    private static final Set<String> STARTERS = Set.of(
            "exec",
            "env",
            "tini",
            "dumb-init",
            "catatonit",
            "nohup",
            "sudo",
            "nice",
            "ionice",
            "stdbuf",
            "timeout",
            "setsid",
            "command",
            "time",
            "npx",
            "bunx",
            "then",
            "do",
            "else",
            "if",
            "while",
            "until",
            "!",
            "{",
            "eval",
            "numactl",
            "docker-entrypoint.sh",
            "entrypoint.sh",
            "busybox",
            "toybox",
            "opentelemetry-instrument",
            "ddtrace-run",
            "chroot");

    /** The same with one word more: a user, or a verb. */
    private static final Set<String> STARTERS_WITH_WORD =
            Set.of("gosu", "su-exec", "setpriv", "poetry", "uv", "pipenv", "bundle", "pdm", "hatch", "conda");

    /** {@code NAME=value}, {@code 30s}. */
    private static final Pattern ASSIGNMENT_OR_TIME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*|[0-9]+[smhd]?");

    private static final Pattern VERSION = Pattern.compile("(?:--?)?(?:version|help)|-[vVh]");

    /** A number that is no part of an address or a name. */
    private static final Pattern PORT = Pattern.compile("(?<![0-9A-Za-z.])(\\d{2,5})(?![0-9A-Za-z.])");

    /** {@code 9000:80}, {@code 5432:db:5432}, {@code 127.0.0.1:9000:db:5432}. */
    private static final Pattern FORWARDING = Pattern.compile("(?:[^:=/]+:)?\\d{2,5}:(?:[^:=/]+:)?\\d{2,5}");

    private static final Pattern INTERPRETER = Pattern.compile("python[0-9.]*|node|ruby|perl");

    /** Words behind these are no programs that run: what they print, look for, install, copy, or connect to. */
    private static final Set<String> TAKE_NO_PROGRAM = Set.of(
            "which",
            "type",
            "hash",
            "echo",
            "printf",
            "test",
            "[",
            "[[",
            "for",
            "case",
            "in",
            "export",
            "local",
            "unset",
            "cd",
            "source",
            "trap",
            "kill",
            "pkill",
            "pgrep",
            "pidof",
            "killall",
            "ps",
            "rm",
            "cp",
            "mv",
            "ln",
            "ls",
            "cat",
            "tee",
            "head",
            "touch",
            "mkdir",
            "chmod",
            "chown",
            "chgrp",
            "stat",
            "find",
            "grep",
            "egrep",
            "sed",
            "awk",
            "tar",
            "tail",
            "sleep",
            "useradd",
            "adduser",
            "usermod",
            "groupadd",
            "addgroup",
            "id",
            "getent",
            "pip",
            "pip3",
            "apk",
            "apt",
            "apt-get",
            "yum",
            "dnf",
            "microdnf",
            "git",
            "jq",
            "yq",
            "openssl",
            "ping",
            "dig",
            "nslookup",
            "telnet",
            "iptables",
            "nft",
            "true",
            "false",
            ":",
            "wait",
            "done",
            "fi",
            "esac",
            "exit",
            "return",
            "set");

    /** Words behind these are packages. */
    private static final Set<String> VERBS_OF_PACKAGES =
            Set.of("install", "i", "ci", "add", "remove", "uninstall", "upgrade", "update", "pip");

    /** Words in a flag's name that mean that its value is a name, and nothing that runs. */
    private static final Set<String> NAMING = Set.of(
            "name",
            "host",
            "hostname",
            "user",
            "group",
            "with",
            "from",
            "package",
            "type",
            "kind",
            "mode",
            "format",
            "driver",
            "engine",
            "provider",
            "providers",
            "backend",
            "store",
            "storage",
            "service",
            "cluster",
            "node",
            "plugin",
            "plugins",
            "prefix",
            "label",
            "labels",
            "tag",
            "tags",
            "app",
            "image",
            "namespace",
            "cache",
            "queue",
            "runtime",
            "model",
            "source",
            "sink",
            "discovery",
            "registry",
            "kv",
            "profile",
            "active",
            "env",
            "environment",
            "role",
            "cri",
            "llm",
            "secrets",
            "tracer",
            "tracing",
            "auth",
            "include",
            "exclude",
            "component",
            "job",
            "id");

    /** Short flags whose value is a user, a group or a host. */
    private static final Set<String> SHORT_NAMING = Set.of("-u", "-g", "-U", "-G", "-h", "-H");

    public Invocation {
        arguments = List.copyOf(arguments);
    }

    static Invocation of(List<String> words) {
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i);
            String base = base(word);
            if (word.equals("command")
                    && i + 1 < words.size()
                    && words.get(i + 1).equalsIgnoreCase("-v")) {
                return new Invocation("which", words.subList(i + 2, words.size()));
            }
            if (STARTERS_WITH_WORD.contains(base)) {
                i += 2;
            } else if (STARTERS.contains(base)
                    || word.startsWith("-")
                    || isAssignmentOrTime(word)
                    || (i + 1 < words.size() && INTERPRETER.matcher(base).matches())) {
                i++;
            } else {
                return new Invocation(base, words.subList(i + 1, words.size()));
            }
        }
        return new Invocation("", List.of());
    }

    private static boolean isAssignmentOrTime(String word) {
        return (word.indexOf('=') > 0 || (!word.isEmpty() && Character.isDigit(word.charAt(0))))
                && ASSIGNMENT_OR_TIME.matcher(word).matches();
    }

    /**
     * The programs that this one may start: each later word of its own, with what follows it. Nobody knows all
     * starters, such as {@code vault-env uvicorn}, {@code doppler run -- uvicorn}, {@code bash start.sh uvicorn};
     * whoever asks knows the programs.
     *
     * @param isKnown whether an executable of that base name is one of them
     */
    public Stream<Invocation> behind(Predicate<String> isKnown) {
        if (TAKE_NO_PROGRAM.contains(program)) {
            return Stream.empty();
        }
        // wait-for-it.sh redis:6379 -- uvicorn
        int first = OptionWords.CLIENT_PROGRAMS.contains(program) && !program.equals("dockerize")
                ? arguments.indexOf("--")
                : 0;
        return first < 0
                ? Stream.empty()
                : IntStream.range(first, arguments.size())
                        .takeWhile(i -> i == 0 || !VERBS_OF_PACKAGES.contains(arguments.get(i - 1)))
                        .filter(i -> isKnown.test(base(arguments.get(i))) && mayRun(i))
                        .mapToObj(i ->
                                new Invocation(base(arguments.get(i)), arguments.subList(i + 1, arguments.size())));
    }

    /** Whether it may be a program that listens, as far as its name shows. */
    public boolean mayServe() {
        return !program.isEmpty()
                && !TAKE_NO_PROGRAM.contains(program)
                && !OptionWords.CLIENT_PROGRAMS.contains(program);
    }

    /** Whether it ends at once: {@code etcd --version}. */
    public boolean onlyShowsVersion() {
        return arguments.size() == 1 && VERSION.matcher(arguments.get(0)).matches();
    }

    /**
     * Whether its arguments say on which port it listens: an option with a name for that, {@code --port 8000}, {@code
     * -b :8000}, or a forwarding, {@code 5432:db:5432}. Other numbers, such as that of {@code --timeout 120}, and the
     * ports of a part of it, such as that of {@code --metrics-port}, leave its own where it is by default.
     */
    public boolean namesPorts() {
        return IntStream.range(0, arguments.size())
                .anyMatch(i -> FORWARDING.matcher(arguments.get(i)).matches()
                        || ToldPort.of(option(i)).anyMatch(told -> told.number() > 0));
    }

    private Options.Option option(int i) {
        String word = arguments.get(i);
        int equals = word.indexOf('=');
        if (!word.startsWith("-")) {
            return Options.Option.flag("", word);
        }
        return equals > 0
                ? Options.Option.flag(word.substring(0, equals), word.substring(equals + 1))
                : Options.Option.flag(word, i + 1 < arguments.size() ? arguments.get(i + 1) : "");
    }

    /** Whether that port stands in its arguments, or a variable that may hold it. */
    public boolean mayName(int port) {
        return arguments.stream()
                .anyMatch(word -> word.indexOf('$') >= 0
                        || PORT.matcher(word)
                                .results()
                                .anyMatch(found -> found.group(1).equals(Integer.toString(port))));
    }

    private boolean mayRun(int i) {
        String word = arguments.get(i);
        // svc/redis is a resource.
        if (word.startsWith("-") || (word.indexOf('/') > 0 && !word.startsWith("."))) {
            return false;
        }
        String before = i == 0 ? "" : arguments.get(i - 1);
        if (!before.startsWith("-") || before.indexOf('=') > 0) {
            return true;
        }
        Options.Option flag = Options.Option.flag(before, word);
        return !SHORT_NAMING.contains(before) && !flag.hasWord(NAMING) && !flag.hasWord(OptionWords.CONNECTING);
    }

    private static String base(String word) {
        return word.substring(word.lastIndexOf('/') + 1);
    }
}
