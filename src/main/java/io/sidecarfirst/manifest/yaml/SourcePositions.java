package io.sidecarfirst.manifest.yaml;

import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Where SnakeYAML's events stand in a text. SnakeYAML counts code points, Java's strings count 16-bit units; the one is
 * turned into the other in constant time.
 *
 * <p>It also sees where kubectl's parser reads something else than SnakeYAML: in flow style, an unquoted key whose
 * colon has a comma or a bracket right behind it. To SnakeYAML the colon ends the key; to kubectl it is a part of it,
 * so that {@code {labels:}} has the key {@code labels:}.
 *
 * @see <a href="https://github.com/yaml/go-yaml/blob/v2/scannerc.go">go-yaml: yaml_parser_scan_plain_scalar</a>
 */
final class SourcePositions {
    private static final String INDICATORS = ",[]{}";

    private final String text;

    /** By code point; empty where the two counts are the same. */
    private final int[] offsets;

    SourcePositions(String text) {
        this.text = text;
        int count = text.codePointCount(0, text.length());
        offsets = count == text.length() ? new int[0] : new int[count + 1];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += i + 1 < offsets.length ? Character.charCount(text.codePointAt(offset)) : 0;
        }
    }

    int start(Event event) {
        return offset(event.getStartMark());
    }

    int end(Event event) {
        return offset(event.getEndMark());
    }

    private int offset(Mark mark) {
        return offsets.length == 0 ? mark.getIndex() : offsets[mark.getIndex()];
    }

    /** Where a block scalar ends. SnakeYAML's mark lies behind the empty lines below; they are text only if kept. */
    int blockEnd(ScalarEvent block) {
        String value = block.getValue();
        int mark = end(block);
        String shown = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        boolean keepsSpace =
                value.isBlank() ? !value.isEmpty() : " \t\n".indexOf(shown.charAt(shown.length() - 1)) >= 0;
        if (keepsSpace) {
            int lineStart = Lines.startOf(text, mark);
            return Lines.skipSpace(text, lineStart, mark) == mark && mark < text.length() ? lineStart : mark;
        }
        int end = mark;
        while (end > 0 && " \t\r\n".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /**
     * Where the dash of a list's item stands. Before it there are only white space, comments and what belongs to the
     * list itself: its anchor, its tag.
     *
     * @param from where the list starts or the item before ends
     * @param item where the item starts, behind its dash
     */
    int dash(int from, int item) {
        int i = from;
        while (i < item && text.charAt(i) != '-') {
            char c = text.charAt(i);
            i = c == '#' ? Lines.end(text, i) : c == '&' || c == '!' ? wordEnd(i) : i + 1;
        }
        return Math.min(i, item);
    }

    private int wordEnd(int start) {
        int i = start;
        while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    /** The column of a character, as SnakeYAML counts it. */
    int column(int offset) {
        return text.codePointCount(Lines.startOf(text, offset), offset);
    }

    /** The column of a key; an explicit one, {@code ? key}, stands where its question mark does. */
    int keyColumn(Event key) {
        int start = start(key);
        int before = start;
        while (before > 0 && text.charAt(before - 1) == ' ') {
            before--;
        }
        boolean explicit = before > 0 && before < start && text.charAt(before - 1) == '?';
        int column = key.getStartMark().getColumn();
        return explicit ? column - (start - before) - 1 : column;
    }

    /** The key as kubectl reads it, where that is with its colon. */
    Optional<String> keyWithColon(ScalarEvent key) {
        int end = end(key);
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
        int colon = text.indexOf(':', end(key));
        return text.startsWith("{", colon + 1) || text.startsWith("[", colon + 1);
    }

    /** Whether a mapping has brackets; a lone pair in a list, {@code [a:]}, has none, and is a text to kubectl. */
    boolean endsWithBracket(Event mappingEnd) {
        return text.startsWith("}", start(mappingEnd));
    }

    private boolean isIndicator(int at) {
        return at < text.length() && INDICATORS.indexOf(text.charAt(at)) >= 0;
    }
}
