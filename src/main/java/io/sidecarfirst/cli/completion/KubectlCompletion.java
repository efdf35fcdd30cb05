package io.sidecarfirst.cli.completion;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * What kubectl runs to complete {@code kubectl sidecar-first}: it gets the words behind that, of which the last is to
 * be completed, and prints a candidate a line and last what the shell is to do besides. All is in the script, so that
 * no Java is started by a key.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/">Extend kubectl with plugins</a>
 * @see <a href="https://github.com/spf13/cobra/blob/main/completions.go">cobra: the directives</a>
 */
final class KubectlCompletion {
    private KubectlCompletion() {}

    static String script(CommandLine program) {
        StringBuilder script = new StringBuilder("""
                #!/bin/sh
                # Completion of "kubectl sidecar-first": on the PATH as kubectl_complete-sidecar_first, kubectl runs it.
                # Made by: sidecar-first completion kubectl
                for word; do before=${last-} last=$word; done
                # Says which of the lines begin with the word, and that these are all.
                only() {
                  while IFS= read -r line; do case $line in "${last-}"*) echo "$line" ;; esac; done
                  echo :4
                  exit
                }
                files() { echo :0; exit; }
                if [ $# -le 1 ]; then
                  only <<'END'
                """);
        program.getSubcommands()
                .forEach((name, command) -> script.append(name + "\t" + Completable.description(command) + "\n"));
        script.append("END\nfi\ncase $1:$before in\n");
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            List<Completable> options = Completable.options(command.getValue()).stream()
                    .filter(Completable::hasValue)
                    .toList();
            for (Completable option : options) {
                if (!option.values().isEmpty()) {
                    script.append(pattern(command.getKey(), List.of(option)))
                            .append("only <<'END'\n" + String.join("\n", option.values()) + "\nEND\n  ;;\n");
                }
            }
            append(script, command.getKey(), options, Completable::isFile, "files");
            append(script, command.getKey(), options, option -> !option.isFile(), "only </dev/null");
        }
        script.append("esac\ncase $1:$last in\n");
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            script.append("  " + command.getKey() + ":-*) only <<'END'\n");
            for (Completable option : Completable.options(command.getValue())) {
                option.names(true).forEach(name -> script.append(name + "\t" + option.description() + "\n"));
            }
            script.append("END\n  ;;\n");
            Completable.words(command.getValue())
                    .ifPresent(words -> script.append("  " + command.getKey() + ":*) ")
                            .append(
                                    words.values().isEmpty()
                                            ? (words.isFile() ? "files" : "only </dev/null") + " ;;\n"
                                            : "only <<'END'\n" + String.join("\n", words.values()) + "\nEND\n  ;;\n"));
        }
        return script.append("esac\nonly </dev/null\n").toString();
    }

    private static void append(
            StringBuilder script,
            String command,
            List<Completable> options,
            Predicate<Completable> which,
            String action) {
        List<Completable> some = options.stream()
                .filter(option -> option.values().isEmpty())
                .filter(which)
                .toList();
        if (!some.isEmpty()) {
            script.append(pattern(command, some)).append(action).append(" ;;\n");
        }
    }

    /** Any of the names of these options, as the word before. */
    private static String pattern(String command, List<Completable> options) {
        return options.stream()
                .flatMap(option -> option.names().stream())
                .map(name -> command + ":" + name)
                .collect(Collectors.joining(" | ", "  ", ") "));
    }
}
