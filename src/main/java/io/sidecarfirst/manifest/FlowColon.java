package io.sidecarfirst.manifest;

import java.util.Optional;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Where SnakeYAML and kubectl's parser differ: in flow style, an unquoted key whose colon is followed at once by a comma or a
 * bracket. To SnakeYAML the colon ends the key; to kubectl it is a part of it, so that {@code {labels:}} has the key
 * {@code labels:}.
 *
 * @see <a href="https://github.com/yaml/go-yaml/blob/v2/scannerc.go">go-yaml: yaml_parser_scan_plain_scalar</a>
 */
final class FlowColon {
    private static final String INDICATORS = ",[]{}";

    private final String text;
    private final CodePoints codePoints;

    FlowColon(String text, CodePoints codePoints) {
        this.text = text;
        this.codePoints = codePoints;
    }

    /** The key as kubectl reads it, where that is with its colon. */
    Optional<String> keyWithColon(ScalarEvent key) {
        int end = codePoints.offset(key.getEndMark().getIndex());
        int colon = end;
        while (colon < text.length() && text.charAt(colon) == ' ') {
            colon++;
        }
        return key.isPlain() && text.startsWith(":", colon) && isIndicator(colon + 1)
                ? Optional.of(key.getValue() + text.substring(end, colon + 1))
                : Optional.empty();
    }

    /** Whether such a key would have a value: kubectl refuses {@code {labels:{a: b}}}. */
    boolean opensValue(ScalarEvent key) {
        int colon = text.indexOf(':', codePoints.offset(key.getEndMark().getIndex()));
        return text.startsWith("{", colon + 1) || text.startsWith("[", colon + 1);
    }

    /** Whether a mapping has brackets; a lone pair in a list, {@code [a:]}, has none, and is a text to kubectl. */
    boolean endsWithBracket(Event mappingEnd) {
        return text.startsWith("}", codePoints.offset(mappingEnd.getStartMark().getIndex()));
    }

    private boolean isIndicator(int at) {
        return at < text.length() && INDICATORS.indexOf(text.charAt(at)) >= 0;
    }
}
