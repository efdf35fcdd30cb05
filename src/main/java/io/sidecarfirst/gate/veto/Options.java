package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.LoopbackImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a container is told by its command line and its environment, as names with values.
 *
 * @param all in their order: command, args, env
 */
record Options(List<Option> all) {

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

    /** A host, and not just a port number, at the beginning of a text. */
    private static final Pattern HOST_FIRST = Pattern.compile("^(?!\\d+(?:[&,]|$))[^:&,]");

    static Options of(Container container) {
        Map<String, String> variables = new HashMap<>();
        List<Option> fromEnvironment = new ArrayList<>();
        for (Container.EnvironmentVariable variable : container.environment()) {
            String value = expand(variable.value(), variables);
            variables.put(variable.name(), value);
            fromEnvironment.add(Option.variable(variable.name(), value));
        }
        List<Option> all = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (String argument : container.commandLine()) {
            String expanded = expand(argument, variables);
            if (WORDS.matcher(expanded).find()) {
                addFlags(arguments, all);
                arguments.clear();
                addScript(expanded, all);
            } else {
                arguments.add(expanded);
            }
        }
        addFlags(arguments, all);
        all.addAll(fromEnvironment);
        return new Options(List.copyOf(all));
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
    private static void addScript(String script, List<Option> options) {
        for (String command : COMMANDS.split(script, -1)) {
            List<String> words = WORDS.splitAsStream(command).toList();
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
                        equals > 0 && word.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_.-]*")
                                ? Option.flag(word.substring(0, equals), word.substring(equals + 1))
                                : Option.flag("", word));
            } else if (equals > 0) {
                options.add(Option.flag(word.substring(0, equals), word.substring(equals + 1)));
            } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("-")) {
                options.add(Option.flag(word, words.get(++i)));
            }
        }
    }

    private static boolean isClient(String word) {
        return OptionWords.CLIENT_PROGRAMS.contains(word.substring(word.lastIndexOf('/') + 1));
    }

    /** Whether the container is told to listen beyond loopback, in one of the ways that the program has. */
    boolean overrides(LoopbackImage image) {
        return image.overrides().stream()
                .anyMatch(override -> all.stream()
                        .anyMatch(option -> option.spelling().equals(override)
                                ? !Address.isLoopback(option.value())
                                : isPrefix(override) && leadsBeyondLoopback(option.value(), override)));
    }

    /** An override that is neither a flag nor a variable is what stands before an address in an argument. */
    private static boolean isPrefix(String override) {
        return override.endsWith("=") || override.endsWith(":");
    }

    private static boolean leadsBeyondLoopback(String value, String prefix) {
        int at = value.indexOf(prefix);
        String rest = at < 0 ? "" : value.substring(at + prefix.length());
        return HOST_FIRST.matcher(rest).find() && !Address.isLoopback(rest);
    }
}
