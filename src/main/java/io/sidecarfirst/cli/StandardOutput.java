package io.sidecarfirst.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output in UTF-8 whatever the platform says, without a line break of its own. */
final class StandardOutput {
    private StandardOutput() {}

    /** @throws CommandFailure if it cannot be written: a full disk, a closed pipe; a PrintStream keeps that to itself */
    static void print(CharSequence text) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.append(text);
        if (out.checkError()) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "standard output cannot be written; is the disk full, or the pipe closed?");
        }
    }
}
