package io.sidecarfirst.certificates;

import java.util.Base64;

/**
 * One block of a PEM file. Decoded only on demand, so that a block nobody needs may be damaged.
 *
 * @param file the file it stands in, for messages
 * @param label what it says it is, for example {@code CERTIFICATE}
 * @param encrypted whether a {@code Proc-Type: 4,ENCRYPTED} header (RFC 1421) stands before the content
 * @param base64 the content, without line ends
 */
record PemBlock(String file, String label, boolean encrypted, String base64) {
    /** X.509, by its label of today or of long ago (RFC 7468 section 5.1). */
    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE") || label.equals("X.509 CERTIFICATE");
    }

    /** A private key of whatever kind, usable or not. */
    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /**
     * The content, decoded.
     *
     * @throws InvalidCertificateException if it is not base64
     */
    byte[] content() {
        try {
            byte[] content = Base64.getDecoder().decode(base64);
            if (content.length > 0) {
                return content;
            }
        } catch (IllegalArgumentException e) {
            // Its message quotes a character of what may be a key: not passed on.
        }
        throw new InvalidCertificateException(
                file + ": the content of \"BEGIN " + label + "\" is not base64; write the file again");
    }

    /** Leaves the content out: it may be a key. */
    @Override
    public String toString() {
        return "PemBlock[" + label + "]";
    }
}
