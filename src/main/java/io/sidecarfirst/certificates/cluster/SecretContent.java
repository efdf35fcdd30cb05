package io.sidecarfirst.certificates.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sidecarfirst.certificates.CaBundle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas agree on, as the Secret holds it.
 *
 * @param current what is served: {@code tls.crt} and {@code tls.key}
 * @param next what will be served once API servers know its authority: {@code next.crt} and {@code next.key}
 * @param trusted the authorities that API servers should know: {@code ca.crt}
 */
record SecretContent(
        @Nullable ServingCertificate current, @Nullable ServingCertificate next, CaBundle trusted) {
    /** Of a Secret without data. */
    static final SecretContent EMPTY = new SecretContent(null, null, CaBundle.EMPTY);

    private static final byte[] NOTHING = {};

    /** Reads a Secret's data, already decoded from base64. What is missing or damaged counts as not there. */
    static SecretContent parse(Map<String, byte[]> data) {
        return new SecretContent(
                certificate(data, "tls.crt", "tls.key"),
                certificate(data, "next.crt", "next.key"),
                CaBundle.parse(data.getOrDefault("ca.crt", NOTHING)));
    }

    private static @Nullable ServingCertificate certificate(Map<String, byte[]> data, String chain, String key) {
        return ServingCertificate.parse(data.getOrDefault(chain, NOTHING), data.getOrDefault(key, NOTHING))
                .orElse(null);
    }

    /** The data of the Secret, not yet in base64. */
    Map<String, byte[]> data() {
        Map<String, String> data = new LinkedHashMap<>();
        // Empty rather than missing: a Secret of type kubernetes.io/tls must have both.
        data.put("tls.crt", current == null ? "" : current.material().chainPem());
        data.put("tls.key", current == null ? "" : current.material().keyPem());
        if (next != null) {
            data.put("next.crt", next.material().chainPem());
            data.put("next.key", next.material().keyPem());
        }
        data.put("ca.crt", trusted.pem());
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        data.forEach((name, pem) -> bytes.put(name, pem.getBytes(US_ASCII)));
        return bytes;
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "current " + (current == null ? "none" : current.material()) + ", next "
                + (next == null ? "none" : next.material());
    }
}
