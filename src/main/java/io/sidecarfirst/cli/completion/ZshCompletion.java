package io.sidecarfirst.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Completion for zsh by its own means: with descriptions, and the values of options.
 *
 * @see <a href="https://zsh.sourceforge.io/Doc/Release/Completion-System.html#Completion-Functions">_arguments</a>
 */
final class ZshCompletion {
    private ZshCompletion() {}

    static String script(String name, CommandLine program) {
        StringBuilder script = new StringBuilder("#compdef " + name + "\n\n_" + name + "() {\n");
        script.append("  local curcontext=\"$curcontext\" state line\n  local -a commands\n  commands=(\n");
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            script.append("    ")
                    .append(quoted(command.getKey() + ":" + Completable.description(command.getValue())))
                    .append('\n');
        }
        script.append("  )\n");
        List<String> own = specs(Completable.options(program));
        own.add("'1: :->command'");
        own.add("'*:: :->words'");
        arguments(script, "  ", "-C", own);
        script.append("  case $state in\n    command) _describe -t commands command commands ;;\n    words)\n")
                .append("      case $line[1] in\n");
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            List<String> specs = specs(Completable.options(command.getValue()));
            Completable.words(command.getValue())
                    .ifPresent(words -> specs.add("'" + (words.isRepeatable() ? "*" : "1") + value(words) + "'"));
            script.append("        ").append(command.getKey()).append(")\n");
            arguments(script, "          ", "-s", specs);
            script.append("          ;;\n");
        }
        // It may be a file of $fpath, which is the function itself, or be sourced.
        return script.append("      esac\n      ;;\n  esac\n}\n\nif [ \"$funcstack[1]\" = _" + name + " ]; then\n  _"
                        + name + " \"$@\"\nelse\n  compdef _" + name + " " + name + "\nfi\n")
                .toString();
    }

    private static void arguments(StringBuilder script, String indent, String flag, List<String> specs) {
        script.append(indent)
                .append("_arguments ")
                .append(flag)
                .append(specs.stream()
                        .map(spec -> " \\\n" + indent + "  " + spec)
                        .collect(Collectors.joining()))
                .append('\n');
    }

    /** One for each name: names of the same description are shown as one. */
    private static List<String> specs(List<Completable> options) {
        return options.stream()
                .flatMap(option -> option.names().stream().map(name -> spec(option, name)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Once one of its names is there, the others are not offered. */
    private static String spec(Completable option, String name) {
        String others = option.isRepeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
        String joined = option.hasValue() ? (name.startsWith("--") ? "=" : "+") : "";
        return "'" + others + name + joined + "["
                + escaped(option.description()).replace("]", "\\]") + "]" + (option.hasValue() ? value(option) : "")
                + "'";
    }

    private static String value(Completable argument) {
        Stream<String> values = argument.values().stream();
        String action = argument.isFile()
                ? "_files"
                : argument.values().isEmpty()
                        ? " "
                        : argument.isList()
                                ? "_values -s , value " + values.collect(Collectors.joining(" "))
                                : values.collect(Collectors.joining(" ", "(", ")"));
        return ":" + escaped(argument.label()) + ":" + action;
    }

    /** Inside of single quotes, where a colon ends a part. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:").replace("'", "'\\''");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
