package io.sidecarfirst.cli.completion;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Completion for PowerShell. It offers the long names of options: to its tables, {@code -A} and {@code -a} are one.
 *
 * @see <a href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/register-argumentcompleter">
 *     Register-ArgumentCompleter</a>
 */
final class PowerShellCompletion {
    private PowerShellCompletion() {}

    static String script(String name, CommandLine program) {
        StringBuilder script = new StringBuilder(
                "Register-ArgumentCompleter -Native -CommandName " + quoted(name) + " -ScriptBlock {\n" + """
                    param($wordToComplete, $commandAst, $cursorPosition)
                    # The words before the one that is completed.
                    $words = @($commandAst.CommandElements |
                        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
                        ForEach-Object { $_.Extent.Text })
                    $command = if ($words.Count -gt 1) { $words[1] } else { '' }
                    $before = $words[-1]
                    $found = [ordered]@{}
                    if ($words.Count -le 1) {
                        $found = [ordered]@{
                """);
        program.getSubcommands()
                .forEach((word, command) ->
                        script.append(entry("            ", word, Completable.description(command))));
        script.append("        }\n    } else {\n        switch -CaseSensitive (\"$command $before\") {\n");
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            Stream.concat(
                            Completable.options(command.getValue()).stream(),
                            Completable.words(command.getValue()).stream())
                    .filter(argument -> !argument.values().isEmpty())
                    .forEach(argument -> before(command.getKey(), argument)
                            .forEach(words -> script.append(
                                            "            " + quoted(words) + " { $found = [ordered]@{\n")
                                    .append(argument.values().stream()
                                            .map(value -> entry("                ", value, argument.description()))
                                            .collect(Collectors.joining()))
                                    .append("            } }\n")));
        }
        script.append("        }\n        if ($wordToComplete -like '-*') { switch ($command) {\n");
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            script.append("            " + quoted(command.getKey()) + " { $found = [ordered]@{\n");
            Completable.options(command.getValue())
                    .forEach(option -> option.names(true)
                            .forEach(word -> script.append(entry("                ", word, option.description()))));
            script.append("            } }\n");
        }
        // Where it returns nothing, PowerShell offers files.
        return script.append("""
                        } }
                    }
                    $found.GetEnumerator() | Where-Object { $_.Key -like "$wordToComplete*" } | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterValue', $_.Value)
                    }
                }
                """).toString();
    }

    /** The two words before a value of it: the command and the option; for what has no option, the command twice. */
    private static Stream<String> before(String command, Completable argument) {
        List<String> words = argument.names().isEmpty() ? List.of(command) : argument.names();
        return words.stream().map(word -> command + " " + word);
    }

    private static String entry(String indent, String key, String description) {
        return indent + quoted(key) + " = " + quoted(description.isEmpty() ? key : description) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
