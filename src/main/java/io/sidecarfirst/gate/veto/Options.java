package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a container is told by its command line and its environment, as names with values.
 *
 * @param all in their order: command, args, env
 * @param texts the same whole: a script or a configuration is one of them
 * @param invocations the words of each command
 */
record Options(List<Option> all, List<Text> texts, List<List<String>> invocations) {

    /**
     * An argument or the value of a variable, whole and expanded.
     *
     * @param origin where it stands, for a person
     */
    record Text(String value, String origin) {}

    /**
     * One option, argument or variable.
     *
     * @param spelling how it is written: {@code --listen}, {@code -l}, {@code LISTEN}; empty for a bare argument
     * @param name the same in lower case with dashes
     * @param value what follows the equals sign, or the next argument
     * @param environment whether it is an environment variable
     */
    record Option(String spelling, String name, String value, boolean environment) {

        static Option flag(String spelling, String value) {
            return new Option(spelling, normal(spelling), value, false);
        }

        static Option variable(String name, String value) {
            return new Option(name, normal(name), value, true);
        }

        private static String normal(String spelling) {
            return spelling.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[_.]", "-")
                    .replaceAll("^-+", "");
        }

        /** Whether one of these stands in its name, between dashes. */
        boolean hasWord(Set<String> words) {
            return Arrays.stream(name.split("-", -1)).anyMatch(words::contains);
        }

        /** For a person: what to look for in the manifest. A short flag may be followed by a secret without a blank. */
        String describe() {
            return environment
                    ? "variable " + spelling
                    : LONG_FLAG.matcher(spelling).matches() ? "flag " + spelling : "command line";
        }
    }

    private static final Pattern LONG_FLAG = Pattern.compile("--[A-Za-z][A-Za-z0-9_.-]*");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_.-][A-Za-z0-9_.-]*)\\)");

    /** In characters. Variables that double each other would fill the memory; a flag with an address is far shorter. */
    private static final int MAX_EXPANDED = 4096;

    /** What ends a simple command in a shell script. */
    private static final Pattern COMMANDS = Pattern.compile("[;\\n|&()]+");

    private static final Pattern WORDS = Pattern.compile("[\\s'\"`]+");

    /** A port without a host, as in {@code ssh -L 5432:db:5432}. */
    private static final Pattern PORT_FIRST = Pattern.compile("^\\d+(?![\\d.])");

    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /** A host, and not just a port number, at the beginning of a text. */
    private static final Pattern HOST_FIRST = Pattern.compile("^(?!\\d+(?:[&,]|$))[^:&,]");

    static Options of(Container container) {
        Map<String, String> variables = new HashMap<>();
        List<Option> fromEnvironment = new ArrayList<>();
        List<Text> ofVariables = new ArrayList<>();
        for (Container.EnvironmentVariable variable : container.environment()) {
            String value = expand(variable.value(), variables);
            variables.put(variable.name(), value);
            fromEnvironment.add(Option.variable(variable.name(), value));
            ofVariables.add(new Text(value, "variable " + variable.name()));
        }
        List<Option> all = new ArrayList<>();
        List<Text> texts = new ArrayList<>();
        List<List<String>> invocations = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (String argument : container.commandLine()) {
            String expanded = expand(argument, variables);
            texts.add(new Text(expanded, "command line"));
            if (WORDS.matcher(expanded).find()) {
                addFlags(arguments, all);
                invocations.add(List.copyOf(arguments));
                arguments.clear();
                addScript(expanded, all, invocations);
            } else {
                arguments.add(expanded);
            }
        }
        addFlags(arguments, all);
        invocations.add(arguments);
        all.addAll(fromEnvironment);
        texts.addAll(ofVariables);
        return new Options(List.copyOf(all), List.copyOf(texts), List.copyOf(invocations));
    }

    /**
     * Replaces {@code $(NAME)} as the kubelet does; an unknown variable stays as it is.
     *
     * @see <a
     *     href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/">
     *     Dependent environment variables</a>
     */
    private static String expand(String text, Map<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String value = variables.getOrDefault(matcher.group(1), matcher.group());
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
            if (expanded.length() > MAX_EXPANDED) {
                return text;
            }
        }
        return matcher.appendTail(expanded).toString();
    }

    /** An argument with blanks in it is taken for a shell script. */
    private static void addScript(String script, List<Option> options, List<List<String>> invocations) {
        for (String command : COMMANDS.split(script, -1)) {
            List<String> words = WORDS.splitAsStream(command)
                    .filter(word -> !word.isEmpty())
                    .toList();
            invocations.add(words);
            if (words.stream().noneMatch(Options::isClient)) {
                addFlags(words, options);
            }
        }
    }

    private static void addFlags(List<String> words, List<Option> options) {
        if (words.stream().limit(1).anyMatch(Options::isClient)) {
            return;
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (!word.startsWith("-")) {
                options.add(
                        equals > 0 && SETTING.matcher(word.substring(0, equals)).matches()
                                ? Option.flag(word.substring(0, equals), word.substring(equals + 1))
                                : Option.flag("", word));
            } else if (equals > 0) {
                addFlag(word.substring(0, equals), word.substring(equals + 1), options);
            } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("-")) {
                addFlag(word, words.get(++i), options);
            }
        }
    }

    /** {@code -c listen_addresses=localhost} and {@code --set=server.port=80} hold an option in the option. */
    private static void addFlag(String spelling, String value, List<Option> options) {
        options.add(Option.flag(spelling, value));
        int equals = value.indexOf('=');
        if (equals > 0 && SETTING.matcher(value.substring(0, equals)).matches()) {
            options.add(Option.flag(value.substring(0, equals), value.substring(equals + 1)));
        }
    }

    private static boolean isClient(String word) {
        return OptionWords.CLIENT_PROGRAMS.contains(word.substring(word.lastIndexOf('/') + 1));
    }

    /** Whether any of these is there, with or without a value. */
    boolean has(List<String> spellings) {
        return invocations.stream().flatMap(List::stream).anyMatch(spellings::contains)
                || all.stream().anyMatch(option -> spellings.contains(option.spelling())
                        || spellings.contains(option.spelling() + "=" + option.value()));
    }

    /** The values of the options that are spelt so. */
    Stream<Option> spelt(List<String> spellings) {
        return all.stream().filter(option -> spellings.contains(option.spelling()));
    }

    /**
     * The hosts that these options name for listening.
     *
     * @param spellings flags, variables, and what stands before an address in an argument, such as {@code ?address=}
     */
    List<Listener> hosts(List<String> spellings) {
        List<Listener> hosts = new ArrayList<>();
        spelt(spellings)
                .filter(option -> !PORT_FIRST.matcher(option.value()).find())
                .map(option -> new Listener(LoopbackAddress.starts(withoutScheme(option.value())), option.describe()))
                .forEach(hosts::add);
        for (String spelling : spellings) {
            if (spelling.endsWith("=") || spelling.endsWith(":")) {
                all.stream()
                        .flatMap(option -> after(option, spelling).stream())
                        .forEach(hosts::add);
            }
        }
        return hosts;
    }

    private static String withoutScheme(String value) {
        int scheme = value.indexOf("://");
        return scheme < 0 ? value : value.substring(scheme + 3);
    }

    private static Optional<Listener> after(Option option, String prefix) {
        int at = option.value().indexOf(prefix);
        String rest = at < 0 ? "" : option.value().substring(at + prefix.length());
        return HOST_FIRST.matcher(rest).find()
                ? Optional.of(new Listener(LoopbackAddress.starts(rest), option.describe()))
                : Optional.empty();
    }
}
