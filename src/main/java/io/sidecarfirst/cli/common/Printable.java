package io.sidecarfirst.cli.common;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Text for a terminal, with what came from a file or a cluster in it: characters that would act on the terminal, hide text or
 * turn it around are shown by their numbers. Data that is printed for programs does not go through here.
 *
 * @see <a href="https://cwe.mitre.org/data/definitions/150.html">CWE-150</a>
 */
public final class Printable {
    /** Controls but the line break and the tab; line and paragraph separators; what reorders text. */
    private static final String ACTING =
            "[\\p{Cntrl}\\x{80}-\\x{9F}\\x{61C}\\x{200E}\\x{200F}\\x{2028}\\x{2029}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\n\\t]]";

    private static final Pattern LINES = Pattern.compile("\\r(?!\\n)|(?!\\r)" + ACTING);
    private static final Pattern LINE = Pattern.compile("[\\n\\t]|" + ACTING);

    /** A colour as this program writes it is left: it can do no more than colour. */
    private static final Pattern COLOURED = Pattern.compile("(?!\\x{1B}\\[[0-9]{1,2}m)(?:" + LINES + ")");

    private Printable() {}

    /** Text of several lines. */
    public static String lines(String text) {
        return escaped(LINES, text);
    }

    /** Text of several lines, in which colours stay. */
    public static String coloured(String text) {
        return escaped(COLOURED, text);
    }

    /** One line, whatever is in it. */
    public static String line(String text) {
        return escaped(LINE, text);
    }

    /** Lets everything that a command says on standard error through here. */
    public static void guard(CommandLine command) {
        command.setErr(new PrintWriter(new Guard(command.getErr()), true));
    }

    private static String escaped(Pattern acting, String text) {
        return acting.matcher(text).replaceAll(Printable::escape);
    }

    private static String escape(MatchResult found) {
        return String.format("\\\\u%04x", (int) found.group().charAt(0));
    }

    private static final class Guard extends FilterWriter {
        Guard(Writer out) {
            super(out);
        }

        @Override
        public void write(String text, int start, int length) throws IOException {
            out.write(lines(text.substring(start, start + length)));
        }

        @Override
        public void write(char[] text, int start, int length) throws IOException {
            out.write(lines(new String(text, start, length)));
        }

        @Override
        public void write(int c) throws IOException {
            out.write(lines(String.valueOf((char) c)));
        }
    }
}
