package io.sidecarfirst.admission;

import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;

/**
 * The bytes of a body for a parser, which can be made to go on behind a large value without its tokens. Nearly half of a
 * Pod's review are the names in {@code managedFields}: long, full of escapes, and each there once, so that reading them
 * takes longer than all that is decided on.
 */
final class SkippingInput extends InputStream {
    /** In bytes. The parser begins a new buffer behind what is skipped, which takes longer than a few tokens. */
    private static final int LEAST = 512;

    private final byte[] json;
    private final int maxDepth;
    private int next;

    /** How many bytes the parser has not seen; less than none, where it took what it read ahead for seen. */
    private int unseen;

    SkippingInput(byte[] json, int maxDepth) {
        this.json = json;
        this.maxDepth = maxDepth;
    }

    /**
     * Goes on at the end of the value that the parser has begun. Of a large object or list only brackets and strings are
     * looked at; of one that is not plain ASCII, too deep or not closed, all tokens, as the parser knows what to say.
     */
    void skip(JsonParser parser) {
        // Its place is unknown in other encodings than UTF-8.
        if (!parser.currentToken().isStructStart() || parser.currentLocation().getByteOffset() < 0) {
            parser.skipChildren();
            return;
        }
        int begun = place(parser.currentLocation());
        int end = end(begun, parser.streamReadContext().getNestingDepth());
        if (end - begun < LEAST) {
            parser.skipChildren();
            return;
        }
        parser.releaseBuffered(OutputStream.nullOutputStream());
        next = end;
        unseen += end - place(parser.currentLocation());
        parser.nextToken();
    }

    /** The index of the byte that the parser, which has not seen all bytes, takes for this one. */
    int place(TokenStreamLocation location) {
        return (int) location.getByteOffset() + unseen;
    }

    /** Where the value's last bracket is, from behind its first one; negative where that is not sure. */
    private int end(int from, int outerDepth) {
        int depth = outerDepth;
        for (int i = from; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> {
                    i = endOfString(i + 1);
                    if (i < 0) {
                        return -1;
                    }
                }
                case '[', '{' -> {
                    depth++;
                    if (depth > maxDepth) {
                        return -1;
                    }
                }
                case ']', '}' -> {
                    depth--;
                    if (depth < outerDepth) {
                        return i;
                    }
                }
                default -> {
                    if (json[i] < 0) {
                        return -1;
                    }
                }
            }
        }
        return -1;
    }

    private int endOfString(int from) {
        for (int i = from; i < json.length && json[i] >= ' '; i++) {
            if (json[i] == '"') {
                return i;
            }
            if (json[i] == '\\') {
                i++;
            }
        }
        return -1;
    }

    @Override
    public int read() {
        return next < json.length ? json[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int count = Math.min(length, json.length - next);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        System.arraycopy(json, next, into, offset, count);
        next += count;
        return count;
    }
}
