package io.sidecarfirst.gate.options;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References to variables in the texts of one container: those of Kubernetes, or those of a shell. */
final class References {
    /** In characters. Variables that double each other would fill the memory; a flag with an address is far shorter. */
    private static final int MAX_EXPANDED = 4096;

    /** In characters: what may be written in place of references in all texts together. */
    private int left = 1 << 18;

    /**
     * The text with each reference replaced; as it is where the result would be too long.
     *
     * @param reference what matches one, from its dollar sign on
     * @param value what one stands for
     */
    String replace(String text, Pattern reference, Function<MatchResult, String> value) {
        if (left <= 0 || text.indexOf('$') < 0) {
            return text;
        }
        Matcher matcher = reference.matcher(text);
        StringBuilder replaced = new StringBuilder();
        while (matcher.find()) {
            String found = value.apply(matcher);
            left -= found.length();
            if (found.length() > MAX_EXPANDED || left <= 0) {
                return text;
            }
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(found));
            if (replaced.length() > MAX_EXPANDED) {
                return text;
            }
        }
        return matcher.appendTail(replaced).toString();
    }
}
