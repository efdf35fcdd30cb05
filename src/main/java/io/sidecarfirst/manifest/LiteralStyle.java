package io.sidecarfirst.manifest;

import java.util.regex.Pattern;

/**
 * Which strings may be written as a literal block, {@code |}: text of several lines in which every character can be
 * seen. White space at the end of a line or at the start of the text would be lost on, or by, the next reader.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#812-literal-style">YAML: literal style</a>
 */
final class LiteralStyle {
    private static final Pattern INVISIBLE = Pattern.compile(" (?:\n|\\z)");

    private LiteralStyle() {}

    static boolean fits(String text) {
        return text.indexOf('\n') > 0
                && text.charAt(0) != ' '
                && !INVISIBLE.matcher(text).find()
                && text.codePoints().allMatch(c -> c == '\n' || PlainStyle.isSafe(c));
    }
}
