package io.sidecarfirst.manifest;

/** SnakeYAML counts code points, Java's strings count 16-bit units: the one to the other, in constant time. */
final class CodePoints {
    /** By code point; empty where the two counts are the same. */
    private final int[] offsets;

    CodePoints(String text) {
        int count = text.codePointCount(0, text.length());
        offsets = count == text.length() ? new int[0] : new int[count + 1];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += i + 1 < offsets.length ? Character.charCount(text.codePointAt(offset)) : 0;
        }
    }

    int offset(int codePoint) {
        return offsets.length == 0 ? codePoint : offsets[codePoint];
    }
}
