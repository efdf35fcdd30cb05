package io.sidecarfirst.manifest.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes of a file as text, or a clear word that it is no text. */
public final class SourceText {
    private SourceText() {}

    /**
     * Decodes UTF-8 strictly: a replaced character would be written back into an otherwise untouched file.
     *
     * @throws ManifestException if the bytes are not UTF-8
     */
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new ManifestException(
                    Lines.lineAt(out.flip(), out.limit()),
                    "this is not UTF-8 text",
                    "save the file as UTF-8, or leave it out if it is binary");
        }
        return out.flip().toString();
    }

    /**
     * Refuses a NUL: no manifest holds one, every binary file does.
     *
     * @throws ManifestException if there is one
     */
    public static void refuseBinary(String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new ManifestException(
                    Lines.lineAt(text, nul), "a NUL character, so this looks like a binary file", "leave it out");
        }
    }
}
