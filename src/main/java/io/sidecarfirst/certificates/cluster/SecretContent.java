package io.sidecarfirst.certificates.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.KeyMaterial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the replicas agree on, as the Secret holds it.
 *
 * @param current what is served: {@code tls.crt} and {@code tls.key}
 * @param next what will be served once API servers know its authority: {@code next.crt} and {@code next.key}
 * @param trusted the authorities that API servers should know: {@code ca.crt}
 */
record SecretContent(Optional<Generation> current, Optional<Generation> next, CaBundle trusted) {
    /** Of a Secret without data. */
    static final SecretContent EMPTY = new SecretContent(Optional.empty(), Optional.empty(), CaBundle.EMPTY);

    private static final byte[] NOTHING = {};

    /** Reads a Secret's data, already decoded from base64. What is missing or damaged counts as not there. */
    static SecretContent parse(Map<String, byte[]> data) {
        return new SecretContent(
                Generation.parse(data.getOrDefault("tls.crt", NOTHING), data.getOrDefault("tls.key", NOTHING)),
                Generation.parse(data.getOrDefault("next.crt", NOTHING), data.getOrDefault("next.key", NOTHING)),
                CaBundle.parse(data.getOrDefault("ca.crt", NOTHING)));
    }

    /** The data of the Secret, not yet in base64. */
    Map<String, byte[]> data() {
        Map<String, String> data = new LinkedHashMap<>();
        // Empty rather than missing: a Secret of type kubernetes.io/tls must have both.
        data.put(
                "tls.crt",
                current.map(Generation::material).map(KeyMaterial::chainPem).orElse(""));
        data.put(
                "tls.key",
                current.map(Generation::material).map(KeyMaterial::keyPem).orElse(""));
        next.ifPresent(generation -> {
            data.put("next.crt", generation.material().chainPem());
            data.put("next.key", generation.material().keyPem());
        });
        data.put("ca.crt", trusted.pem());
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        data.forEach((name, pem) -> bytes.put(name, pem.getBytes(US_ASCII)));
        return bytes;
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "current "
                + current.map(Generation::material).map(Object::toString).orElse("none") + ", next "
                + next.map(Generation::material).map(Object::toString).orElse("none");
    }
}
