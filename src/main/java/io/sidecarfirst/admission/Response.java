package io.sidecarfirst.admission;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The AdmissionReview that answers a request, as JSON in UTF-8. */
public final class Response {
    private final byte[] json;

    /** @param json is not copied, and must not change */
    Response(byte[] json) {
        this.json = json;
    }

    /** The JSON; it can only be read. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(json).asReadOnlyBuffer();
    }

    /** The JSON as text. */
    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
