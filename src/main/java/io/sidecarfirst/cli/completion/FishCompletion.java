package io.sidecarfirst.cli.completion;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion for fish, which picocli does not write.
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
                    .append(description(
                            command.getValue().getCommandSpec().usageMessage().description()))
                    .append('\n');
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                script.append(complete)
                        .append(" -n '__fish_seen_subcommand_from ")
                        .append(command.getKey())
                        .append("'");
                for (String form : option.names()) {
                    script.append(form.startsWith("--") ? " -l " + form.substring(2) : " -s " + form.substring(1));
                }
                script.append(option.arity().max() > 0 ? " -r" : "")
                        .append(description(option.description()))
                        .append('\n');
            }
        }
        return script.toString();
    }

    /** The first sentence. */
    private static String description(String... lines) {
        String text = lines.length == 0 ? "" : lines[0].replaceAll("\\. .*|\\.$", "");
        return " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
