package io.sidecarfirst.cli.common;

import io.sidecarfirst.terminal.Printable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output, for what a command was asked for. */
public final class StandardOutput {
    private StandardOutput() {}

    /**
     * Prints a text for a person: what came from elsewhere cannot act on a terminal.
     *
     * @throws CommandFailure if it cannot be written
     */
    public static void printText(String text) {
        print(Printable.coloured(text));
    }

    /**
     * Prints a text as it is, in UTF-8 whatever the platform says.
     *
     * @throws CommandFailure if it cannot be written
     */
    public static void print(CharSequence text) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.append(text);
        // A full disk or a closed pipe; a PrintStream keeps it to itself.
        if (out.checkError()) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "standard output cannot be written; is the disk full, or the pipe closed?");
        }
    }
}
