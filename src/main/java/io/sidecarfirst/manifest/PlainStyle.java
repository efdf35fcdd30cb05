package io.sidecarfirst.manifest;

import java.util.regex.Pattern;

/**
 * Which strings may stand without quotes: those that kubectl, YAML 1.2 and the older YAML 1.1 readers all read back as
 * the same string.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#733-plain-style">YAML: plain style</a>
 * @see <a href="https://yaml.org/spec/1.2.2/#1032-tag-resolution">YAML 1.2: tag resolution</a>
 */
final class PlainStyle {
    private static final String INDICATORS = "?:,[]{}#&*!|>'\"%@`=";

    /** YAML 1.2's numbers, also those too large for Go; YAML 1.1's base 60; and dates. */
    private static final Pattern OTHER_READERS = Pattern.compile("[-+]?(?:0[oO]?[0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+)"
            + "|[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
            + "|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\\.[0-9]*)?"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?");

    private PlainStyle() {}

    static boolean fits(String text) {
        return !text.isEmpty()
                && startsSafely(text)
                && hasSafeCharacters(text)
                && !text.endsWith(" ")
                && !text.endsWith(":")
                && !text.contains(": ")
                && !text.contains(" #")
                && YamlScalar.plain(text).isString()
                && !OTHER_READERS.matcher(text.replace("_", "")).matches();
    }

    private static boolean startsSafely(String text) {
        char first = text.charAt(0);
        if (first == '-') {
            return text.length() > 1 && text.charAt(1) != ' ' && !text.startsWith("---");
        }
        return first != ' ' && INDICATORS.indexOf(first) < 0 && !text.startsWith("...") && !text.startsWith("<<");
    }

    private static boolean hasSafeCharacters(String text) {
        return text.codePoints().allMatch(PlainStyle::isSafe);
    }

    /** Printable, no white space but the blank, and nothing that some reader takes for a line break or a mark. */
    static boolean isSafe(int c) {
        if (c < 0xA0) {
            return c >= 0x20 && c <= 0x7E;
        }
        return c != 0x2028
                && c != 0x2029
                && c != 0xFEFF
                && c != 0xFFFE
                && c != 0xFFFF
                && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
