package io.sidecarfirst.cli.common;

import io.sidecarfirst.terminal.Printable;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;

/** Standard error, for what a command says about its work. */
public final class StandardError {
    private StandardError() {}

    /** Makes all that a command says there {@link Printable}. */
    public static void guard(CommandLine command) {
        command.setErr(new PrintWriter(new PrintableWriter(command.getErr()), true));
    }

    private static final class PrintableWriter extends FilterWriter {
        PrintableWriter(Writer out) {
            super(out);
        }

        @Override
        public void write(String text, int start, int length) throws IOException {
            out.write(Printable.lines(text.substring(start, start + length)));
        }

        @Override
        public void write(char[] text, int start, int length) throws IOException {
            out.write(Printable.lines(new String(text, start, length)));
        }

        @Override
        public void write(int c) throws IOException {
            out.write(Printable.lines(String.valueOf((char) c)));
        }
    }
}
