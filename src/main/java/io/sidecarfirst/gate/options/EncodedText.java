package io.sidecarfirst.gate.options;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Configurations that stand in arguments and variables in Base64, such as Vault's {@code VAULT_CONFIG}. */
public final class EncodedText {
    /**
     * Base64 of a text of ASCII alone, as a regular expression: the first bit of each byte is 0, so each sign but every
     * fourth is one of half of the alphabet.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-4">RFC 4648 section 4</a>
     */
    public static final String REGEX = "([A-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/]){6,}";

    /** In characters, of the first line. */
    private static final int LEAST = 24;

    private static final Pattern WORD =
            Pattern.compile("(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{" + LEAST + ",}[A-Za-z0-9+/\\n]*={0,2}");

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e\\s]+");

    private EncodedText() {}

    /** The texts that are encoded in this one; each ends with a line's end, as what was encoded is a whole file. */
    static List<String> in(String text) {
        return !mayHold(text)
                ? List.of()
                : WORD.matcher(Options.beginning(text))
                        .results()
                        .map(MatchResult::group)
                        .map(EncodedText::decoded)
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** Whether so many of Base64's signs stand in a row: where one is none, all rows around it are too short. */
    private static boolean mayHold(String text) {
        int start = 0;
        for (int last = LEAST - 1; last < text.length(); last = start + LEAST - 1) {
            int i = last;
            while (i >= start && isOfBase64(text.charAt(i))) {
                i--;
            }
            if (i < start) {
                return true;
            }
            start = i + 1;
        }
        return false;
    }

    private static boolean isOfBase64(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    private static Optional<String> decoded(String word) {
        try {
            StringBuilder text = new StringBuilder();
            for (byte code : Base64.getMimeDecoder().decode(word)) {
                text.append((char) (code & 0xFF));
            }
            return Optional.of(text.append('\n').toString())
                    .filter(whole -> PRINTABLE.matcher(whole).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
