package io.sidecarfirst.admission;

import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * The bytes of a body for a parser, which can be made to go on behind a large value without its tokens. Nearly half of
 * a Pod's review are the names in {@code managedFields}: long, full of escapes, and each there once, so that it takes
 * long to read them.
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
     * Goes on at the end of the value that the parser has begun. A large object or list is only looked over;
     * where it is not plain, as by letters beyond ASCII, or not valid, the parser reads it and knows what to say.
     */
    void skip(JsonParser parser) {
        // Its place is unknown in other encodings than UTF-8.
        if (!parser.currentToken().isStructStart() || parser.currentLocation().getByteOffset() < 0) {
            parser.skipChildren();
            return;
        }
        int begun = place(parser.currentLocation());
        byte close = (byte) (parser.currentToken() == JsonToken.START_OBJECT ? '}' : ']');
        int end = container(begun, close, parser.streamReadContext().getNestingDepth()) - 1;
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

    /** What is behind the last bracket of an object or a list, from behind its first; negative if it is not plain. */
    private int container(int from, byte close, int depth) {
        int at = blanks(from);
        if (depth > maxDepth) {
            return -1;
        }
        if (byteAt(at) == close) {
            return at + 1;
        }
        while (true) {
            if (close == '}') {
                at = blanks(at);
                at = byteAt(at) == '"' ? blanks(string(at + 1)) : json.length;
                if (byteAt(at) != ':') {
                    return -1;
                }
                at++;
            }
            at = blanks(value(blanks(at), depth));
            if (byteAt(at) != ',') {
                return byteAt(at) == close ? at + 1 : -1;
            }
            at++;
        }
    }

    /** What is behind a value, {@code json.length} or more where it is not plain. */
    private int value(int at, int depth) {
        int end = switch (byteAt(at)) {
            case '"' -> string(at + 1);
            case '{' -> container(at + 1, (byte) '}', depth + 1);
            case '[' -> container(at + 1, (byte) ']', depth + 1);
            case 't' -> word("true", at);
            case 'f' -> word("false", at);
            case 'n' -> word("null", at);
            case '0' -> at + 1;
            default -> number(at);
        };
        return end < 0 ? json.length : end;
    }

    private int string(int from) {
        for (int i = from; i < json.length; i++) {
            byte b = json[i];
            if (b == '"') {
                return i + 1;
            }
            if (b == '\\') {
                i++;
                if (!isEscaped(byteAt(i))) {
                    break;
                }
            } else if (b < ' ') {
                break;
            }
        }
        return json.length;
    }

    /** What may follow a backslash, but a number. */
    private static boolean isEscaped(byte b) {
        return switch (b) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }

    private int word(String word, int at) {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt(at + i) != word.charAt(i)) {
                return -1;
            }
        }
        return at + word.length();
    }

    /** A whole number that does not begin with 0. */
    private int number(int from) {
        int at = from;
        while (byteAt(at) >= '0' && byteAt(at) <= '9') {
            at++;
        }
        return at == from ? -1 : at;
    }

    private int blanks(int from) {
        int at = from;
        byte b = byteAt(at);
        while (b <= ' ' && (b == ' ' || b == '\n' || b == '\t' || b == '\r')) {
            at++;
            b = byteAt(at);
        }
        return at;
    }

    /** 0, which no JSON has, behind the last one. */
    private byte byteAt(int at) {
        return at < json.length ? json[at] : 0;
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
