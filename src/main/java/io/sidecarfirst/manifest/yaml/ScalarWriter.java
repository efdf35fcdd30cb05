package io.sidecarfirst.manifest.yaml;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Scalars as YAML, on one line, quoted only where a reader would otherwise take them for something else. */
final class ScalarWriter {
    /** Characters that an unquoted text cannot start with. */
    private static final String INDICATORS = "?:,[]{}#&*!|>'\"%@`=";

    /** YAML 1.2's numbers, also those too large for Go; YAML 1.1's base 60; and dates. */
    private static final Pattern OTHER_READERS = Pattern.compile("[-+]?(?:0[oO]?[0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+)"
            + "|[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
            + "|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\\.[0-9]*)?"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?");

    private static final Pattern BLANK_AT_THE_END_OF_A_LINE = Pattern.compile(" (?:\n|\\z)");
    private static final int LONGEST_PLAIN_NUMBER = 40;

    /** Characters that end an unquoted text in flow style, for some readers at least. */
    private static final String FLOW_INDICATORS = ",:?[]{}";

    private ScalarWriter() {}

    /** A value in block style. */
    static String block(JsonNode node) {
        return node.isString() || node.isBinary() ? block(node.asString()) : unquoted(node);
    }

    /** A text in block style. */
    static String block(String text) {
        String sound = withoutLoneSurrogates(text);
        return fitsPlain(sound) ? sound : quoted(sound);
    }

    /** A text in flow style. */
    static String flow(String text) {
        String sound = withoutLoneSurrogates(text);
        boolean plain = fitsPlain(sound) && sound.chars().noneMatch(c -> FLOW_INDICATORS.indexOf(c) >= 0);
        return plain ? sound : quoted(sound);
    }

    private static String quoted(String text) {
        return prefersSingleQuotes(text) ? "'" + text.replace("'", "''") + "'" : doubleQuoted(text);
    }

    /** Whether double quotes would need escapes and single ones do not: so that JSON stays legible. */
    static boolean prefersSingleQuotes(String text) {
        return (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0)
                && text.codePoints().allMatch(ScalarWriter::isSafe);
    }

    /** In double quotes, with what cannot be seen as escapes. */
    static String doubleQuoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        withoutLoneSurrogates(text).codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isSafe(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(String.format(c <= 0xFFFF ? "\\u%04X" : "\\U%08X", c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** What is no text: a number, a boolean, null. */
    static String unquoted(JsonNode node) {
        if (node.isNull()) {
            return "null";
        }
        if (node.isBoolean() || node.isIntegralNumber()) {
            return node.asString();
        }
        if (!node.isFloatingPointNumber()) {
            throw new IllegalArgumentException("no YAML for a node of type " + node.getNodeType());
        }
        if (node.isBigDecimal()) {
            // It may be larger than any double.
            return decimal(node.decimalValue());
        }
        double value = node.doubleValue();
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        return decimal(node.decimalValue());
    }

    /** With a point in any case: without one, a reader would take it for an integer, or 1E+3 for a string. */
    private static String decimal(BigDecimal value) {
        if (Math.abs((long) value.scale()) + value.precision() <= LONGEST_PLAIN_NUMBER) {
            String plain = value.toPlainString();
            return plain.indexOf('.') >= 0 ? plain : plain + ".0";
        }
        String text = value.toString();
        int exponent = text.indexOf('E');
        return exponent < 0 || text.indexOf('.') >= 0
                ? text
                : text.substring(0, exponent) + ".0" + text.substring(exponent);
    }

    /** Half a character cannot be written as UTF-8; Go's JSON decoder reads it as U+FFFD too. */
    static String withoutLoneSurrogates(String text) {
        boolean sound = text.codePoints().noneMatch(ScalarWriter::isHalfACharacter);
        return sound
                ? text
                : text.codePoints()
                        .map(c -> isHalfACharacter(c) ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /**
     * Whether a text may stand without quotes: kubectl, YAML 1.2 and the older YAML 1.1 readers all read it back as the
     * same text.
     *
     * @see <a href="https://yaml.org/spec/1.2.2/#733-plain-style">YAML: plain style</a>
     * @see <a href="https://yaml.org/spec/1.2.2/#1032-tag-resolution">YAML 1.2: tag resolution</a>
     */
    static boolean fitsPlain(String text) {
        return !text.isEmpty()
                && startsSafely(text)
                && text.codePoints().allMatch(ScalarWriter::isSafe)
                && !text.endsWith(" ")
                && !text.endsWith(":")
                && !text.contains(": ")
                && !text.contains(" #")
                && ScalarReader.plain(text).isString()
                && !OTHER_READERS.matcher(text.replace("_", "")).matches();
    }

    private static boolean startsSafely(String text) {
        char first = text.charAt(0);
        if (first == '-') {
            return text.length() > 1 && text.charAt(1) != ' ' && !text.startsWith("---");
        }
        return first != ' ' && INDICATORS.indexOf(first) < 0 && !text.startsWith("...") && !text.startsWith("<<");
    }

    /**
     * Whether a text may be written as a literal block, {@code |}: it has several lines, and every character in it can
     * be seen. White space at the end of a line or at the start of the text would be lost on, or by, the next reader.
     *
     * @see <a href="https://yaml.org/spec/1.2.2/#812-literal-style">YAML: literal style</a>
     */
    static boolean fitsLiteral(String text) {
        return text.indexOf('\n') > 0
                && text.charAt(0) != ' '
                && !BLANK_AT_THE_END_OF_A_LINE.matcher(text).find()
                && text.codePoints().allMatch(c -> c == '\n' || isSafe(c));
    }

    /** A code point is a surrogate only where the other half of the pair is not beside it. */
    static boolean isHalfACharacter(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Printable, no white space but the blank, and nothing that some reader takes for a line break or a mark. */
    static boolean isSafe(int c) {
        if (c < 0xA0) {
            return c >= 0x20 && c <= 0x7E;
        }
        return c != 0x2028 && c != 0x2029 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF && !isHalfACharacter(c);
    }
}
