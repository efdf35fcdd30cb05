package io.sidecarfirst.gate.options;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final Pattern INTERPRETER = Pattern.compile("python[0-9.]*|node|ruby|perl");

    public Invocation {
        arguments = List.copyOf(arguments);
    }

    static Invocation of(List<String> words) {
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i);
            String base = word.substring(word.lastIndexOf('/') + 1);
            if (STARTERS_WITH_WORD.contains(base)) {
                i += 2;
            } else if (STARTERS.contains(base)
                    || word.startsWith("-")
                    || ASSIGNMENT_OR_TIME.matcher(word).matches()
                    || (INTERPRETER.matcher(base).matches() && i + 1 < words.size())) {
                i++;
            } else {
                return new Invocation(base, words.subList(i + 1, words.size()));
            }
        }
        return new Invocation("", List.of());
    }
}
