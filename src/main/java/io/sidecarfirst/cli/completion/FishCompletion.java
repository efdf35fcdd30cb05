package io.sidecarfirst.cli.completion;

import java.util.Map;
import picocli.CommandLine;

/**
 * Completion for fish.
 *
 * @see <a href="https://fishshell.com/docs/current/completions.html">Writing your own completions</a>
 */
final class FishCompletion {
    private FishCompletion() {}

    static String script(String name, CommandLine program) {
        StringBuilder script = new StringBuilder();
        String complete = "complete -c " + name;
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            script.append(complete)
                    .append(" -f -n __fish_use_subcommand -a ")
                    .append(command.getKey())
                    .append(" -d ")
                    .append(quoted(Completable.description(command.getValue())))
                    .append('\n');
            String here = complete + " -n '__fish_seen_subcommand_from " + command.getKey() + "'";
            for (Completable option : Completable.options(command.getValue())) {
                script.append(here);
                option.names(false).forEach(form -> script.append(" -s ").append(form.substring(1)));
                option.names(true).forEach(form -> script.append(" -l ").append(form.substring(2)));
                script.append(value(option))
                        .append(" -d ")
                        .append(quoted(option.description()))
                        .append('\n');
            }
            Completable.words(command.getValue())
                    .filter(words -> !words.values().isEmpty())
                    .ifPresent(words -> script.append(here)
                            .append(" -f -a ")
                            .append(quoted(String.join(" ", words.values())))
                            .append('\n'));
        }
        return script.toString();
    }

    private static String value(Completable option) {
        if (!option.hasValue()) {
            return "";
        }
        if (!option.values().isEmpty()) {
            return " -x -a " + quoted(String.join(" ", option.values()));
        }
        return option.isFile() ? " -r -F" : " -x";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
