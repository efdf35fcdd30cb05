package io.sidecarfirst.manifest;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** Scalars as YAML, on one line, quoted only where a reader would otherwise take them for something else. */
final class ScalarText {
    private static final int LONGEST_PLAIN_NUMBER = 40;

    /** Characters that end an unquoted text in flow style, for some readers at least. */
    private static final String FLOW_INDICATORS = ",:?[]{}";

    private ScalarText() {}

    /** A value in block style. */
    static String block(JsonNode node) {
        return node.isString() || node.isBinary() ? block(node.asString()) : unquoted(node);
    }

    /** A text in block style. */
    static String block(String text) {
        String sound = withoutLoneSurrogates(text);
        return PlainStyle.fits(sound) ? sound : quoted(sound);
    }

    /** A text in flow style. */
    static String flow(String text) {
        String sound = withoutLoneSurrogates(text);
        boolean plain = PlainStyle.fits(sound) && sound.chars().noneMatch(c -> FLOW_INDICATORS.indexOf(c) >= 0);
        return plain ? sound : quoted(sound);
    }

    /** In single quotes where double ones would need escapes and single ones do not: so that JSON stays legible. */
    private static String quoted(String text) {
        boolean single = (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0)
                && text.indexOf('\'') < 0
                && text.codePoints().allMatch(PlainStyle::isSafe);
        return single ? "'" + text + "'" : doubleQuoted(text);
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
                    if (PlainStyle.isSafe(c)) {
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
        boolean sound = text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return sound
                ? text
                : text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
