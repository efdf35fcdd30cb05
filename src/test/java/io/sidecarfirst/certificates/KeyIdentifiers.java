package io.sidecarfirst.certificates;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;

/** The key identifiers of a certificate (RFC 5280 sections 4.2.1.1 and 4.2.1.2), as hexadecimal digits. */
final class KeyIdentifiers {
    private static final String SUBJECT = "2.5.29.14";
    private static final String AUTHORITY = "2.5.29.35";
    private static final int BYTES = 20;

    private KeyIdentifiers() {}

    static String ofSubject(X509Certificate certificate) {
        return lastBytes(certificate, SUBJECT);
    }

    static String ofIssuer(X509Certificate certificate) {
        return lastBytes(certificate, AUTHORITY);
    }

    /** What is before them says only how long they are. */
    private static String lastBytes(X509Certificate certificate, String extension) {
        byte[] value = certificate.getExtensionValue(extension);
        return HexFormat.of().formatHex(Arrays.copyOfRange(value, value.length - BYTES, value.length));
    }
}
