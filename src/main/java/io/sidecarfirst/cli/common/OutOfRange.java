package io.sidecarfirst.cli.common;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Values of options that are out of their range. */
public final class OutOfRange {
    private OutOfRange() {}

    /**
     * A value that is out of range.
     *
     * @param line starts with the setting's name and a colon, by which the origin of the value is found
     */
    public static ParameterException of(CommandSpec command, String line) {
        CommandLine where = command.commandLine();
        OptionSpec option = command.findOption("--" + line.substring(0, Math.max(0, line.indexOf(':'))));
        return option == null
                ? new ParameterException(where, line)
                : new ParameterException(where, "--" + line, option, option.longestName());
    }

    /**
     * Refuses a number that is out of range.
     *
     * @param name the setting's
     * @param min the smallest that is allowed
     * @param max the largest that is allowed
     * @throws ParameterException if it is
     */
    public static void refuse(CommandSpec command, String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw of(command, name + ": " + value + " is out of range; allowed: " + min + ".." + max);
        }
    }
}
