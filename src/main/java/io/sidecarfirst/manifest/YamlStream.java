package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a YAML stream at its document markers without parsing it. That is possible because a marker at the first column
 * is one wherever it stands, even inside a quoted or a block scalar.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#912-document-markers">YAML: document markers</a>
 */
final class YamlStream {

    /** A piece of the stream and the line on which it starts. */
    record Chunk(String text, int line) {}

    private final String text;
    private final List<Chunk> chunks = new ArrayList<>();
    private int chunkStart;
    private int chunkLine = 1;

    private YamlStream(String text) {
        this.text = text;
    }

    /** The documents of a stream; joined they are the text. */
    static List<Chunk> split(String text) {
        return new YamlStream(text).split();
    }

    private List<Chunk> split() {
        // Directives are only such where no document is open; they belong to the marker that follows them.
        boolean open = false;
        boolean directives = false;
        int line = 1;
        int end;
        for (int start = 0; start < text.length(); start = end, line++) {
            end = Lines.end(text, start);
            if (Lines.isMarker(text, start, '-')) {
                if (!directives) {
                    cut(start, line);
                }
                open = true;
                directives = false;
            } else if (Lines.isMarker(text, start, '.')) {
                cut(end, line + 1);
                open = false;
                directives = false;
            } else if (!open) {
                directives |= text.charAt(start) == '%';
                open = text.charAt(start) != '%' && !Lines.isBlank(text, start, end);
            }
        }
        cut(text.length(), line);
        return List.copyOf(chunks);
    }

    private void cut(int end, int nextLine) {
        if (end > chunkStart) {
            chunks.add(new Chunk(text.substring(chunkStart, end), chunkLine));
        }
        chunkStart = end;
        chunkLine = nextLine;
    }
}
