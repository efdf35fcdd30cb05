package io.sidecarfirst.admission;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The AdmissionReview that answers a request, as JSON in UTF-8. */
public final class Response {
    private final byte[] json;

    /** @param json is not copied, and must not change */
    Response(byte[] json) {
        this.json = json;
    }

    /** In bytes. */
    public int length() {
        return json.length;
    }

    /**
     * Writes it whole.
     *
     * @throws IOException if the stream does
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
    }

    /** The JSON as text. */
    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
