package io.sidecarfirst.terminal;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text for a terminal, with what came from a file or a cluster in it: characters that would act on the terminal, hide
 * text or turn it around are shown by their numbers, as {@code \}{@code u001b}. Data that is printed for programs does
 * not go through here.
 *
 * @see <a href="https://cwe.mitre.org/data/definitions/150.html">CWE-150</a>
 */
public final class Printable {
    /**
     * Controls but the line break and the tab; line and paragraph separators; formatting characters, which reorder text
     * or cannot be seen; half characters.
     */
    private static final String UNPRINTABLE = "[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cf}\\p{Cs}&&[^\\n\\t]]";

    private static final Pattern LINES = Pattern.compile("\\r(?!\\n)|(?!\\r)" + UNPRINTABLE);
    private static final Pattern LINE = Pattern.compile("[\\n\\t]|" + UNPRINTABLE);

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

    private static String escaped(Pattern unprintable, String text) {
        return unprintable.matcher(text).replaceAll(Printable::escape);
    }

    private static String escape(MatchResult found) {
        return found.group()
                .chars()
                .mapToObj(unit -> String.format("\\\\u%04x", unit))
                .collect(Collectors.joining());
    }
}
