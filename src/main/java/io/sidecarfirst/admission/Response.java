package io.sidecarfirst.admission;

import java.nio.charset.StandardCharsets;

/** The AdmissionReview that answers a request, as JSON in UTF-8. */
public final class Response {
    private final byte[] json;

    /** @param json is not copied, and must not change */
    Response(byte[] json) {
        this.json = json;
    }

    /** The JSON, not copied: it must not be changed. */
    public byte[] bytes() {
        return json;
    }

    /** The JSON as text. */
    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
