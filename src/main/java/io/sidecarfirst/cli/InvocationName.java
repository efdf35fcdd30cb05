package io.sidecarfirst.cli;

import io.sidecarfirst.cli.common.Program;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How this program was called. As a plugin of kubectl it is {@code kubectl sidecar-first}; the wrapper that makes it
 * one says so, and help and errors repeat it.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/">Extend kubectl with plugins</a>
 */
final class InvocationName {
    /** The system property that says it. */
    static final String PROPERTY = "sidecar-first.name";

    private InvocationName() {}

    static void applyTo(CommandLine commandLine) {
        String name = System.getProperty(PROPERTY, Program.NAME);
        if (!name.equals(Program.NAME)) {
            commandLine.setCommandName(name);
            rename(commandLine.getCommandSpec(), name);
            commandLine.getSubcommands().values().forEach(command -> rename(command.getCommandSpec(), name));
        }
    }

    /** The examples, which call it by its usual name. */
    private static void rename(CommandSpec command, String name) {
        command.usageMessage()
                .footer(Arrays.stream(command.usageMessage().footer())
                        .map(line -> line.replaceAll("(?<=^|[ '(])sidecar-first (?=[A-Za-z])", name + " "))
                        .toArray(String[]::new));
    }
}
