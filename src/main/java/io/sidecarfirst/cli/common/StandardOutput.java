package io.sidecarfirst.cli.common;

import io.sidecarfirst.terminal.Printable;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Standard output, for what a command was asked for. */
public final class StandardOutput {
    private static volatile boolean pipeIsClosed;

    private StandardOutput() {}

    /** Whoever reads the output has enough, as {@code head} has: the command ends, and nothing is wrong. */
    public static final class ClosedPipeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ClosedPipeException() {
            super("nobody reads the output any more");
        }
    }

    /** Notes that the pipe is closed; a PrintStream keeps to itself why it cannot write. */
    private static final class OwnStream extends FilterOutputStream {
        OwnStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            try {
                out.write(bytes, start, length);
            } catch (IOException e) {
                // "Broken pipe" on Unix, "The pipe is being closed" on Windows.
                pipeIsClosed |=
                        String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
                throw e;
            }
        }
    }

    /** Lets {@link #print} tell a closed pipe from a full disk. Called once, where the process starts. */
    public static void install() {
        OutputStream own = new OwnStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(new BufferedOutputStream(own), true, Charset.defaultCharset()));
    }

    /**
     * Prints a text for a person: what came from elsewhere cannot act on a terminal.
     *
     * @throws CommandFailure if it cannot be written
     * @throws ClosedPipeException if nobody reads it
     */
    public static void printText(String text) {
        print(Printable.coloured(text));
    }

    /**
     * Prints a text as it is, in UTF-8 whatever the platform says.
     *
     * @throws CommandFailure if it cannot be written
     * @throws ClosedPipeException if nobody reads it
     */
    public static void print(CharSequence text) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.append(text);
        if (out.checkError()) {
            if (pipeIsClosed) {
                throw new ClosedPipeException();
            }
            throw new CommandFailure(ExitCode.UNAVAILABLE, "standard output cannot be written; is the disk full?");
        }
    }
}
