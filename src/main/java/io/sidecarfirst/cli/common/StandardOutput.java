package io.sidecarfirst.cli.common;

import io.sidecarfirst.terminal.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output, for what a command was asked for. */
public final class StandardOutput {
    private StandardOutput() {}

    /**
     * From now on, whatever writes to {@link System#out} gets a {@link ClosedException} once nobody reads it any more.
     */
    public static void guard() {
        System.setOut(new PrintStream(
                new PipeStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8));
    }

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
        // A PrintStream keeps it to itself.
        if (out.checkError()) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "standard output cannot be written; is the disk full, or is it closed?");
        }
    }

    /** Whoever reads the output wants no more of it, as {@code head} does: the command ends, and nothing is wrong. */
    public static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException(IOException cause) {
            super("nobody reads standard output any more", cause);
        }
    }

    /**
     * Throws a {@link ClosedException} for a broken pipe. Streams and writers keep an {@link IOException} to
     * themselves, but let this one through.
     */
    private static final class PipeStream extends FilterOutputStream {
        /**
         * The type of a file in its mode, and that of a pipe: POSIX's {@code S_IFMT} and {@code S_IFIFO} on Linux and
         * macOS.
         */
        private static final int TYPE = 0xF000;

        private static final int PIPE = 0x1000;

        PipeStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            try {
                out.write(bytes, start, length);
            } catch (IOException e) {
                if (isBrokenPipe(e)) {
                    throw new ClosedException(e);
                }
                throw e;
            }
        }

        /** The message is in the system's language, but a pipe that cannot be written is one that nobody reads. */
        private static boolean isBrokenPipe(IOException problem) {
            try {
                return String.valueOf(problem.getMessage()).contains("Broken pipe")
                        || ((int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & TYPE) == PIPE;
            } catch (IOException | UnsupportedOperationException e) {
                return false;
            }
        }
    }
}
