package io.sidecarfirst.certificates;

import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.util.Arrays;

/**
 * Puts a bare private key into the one envelope that the JDK reads. PKCS#8 version 1 (RFC 5958 section 2) is
 *
 * <pre>SEQUENCE { INTEGER 0, AlgorithmIdentifier, OCTET STRING (the bare key) }</pre>
 *
 * and the AlgorithmIdentifier, curve included, is the one in the certificate's SubjectPublicKeyInfo (RFC 5280 section
 * 4.1). So neither the kind of key nor the curve needs to be known here.
 */
final class Pkcs8 {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    private Pkcs8() {}

    /**
     * @param bareKey RSAPrivateKey (RFC 8017 appendix A.1.2) or ECPrivateKey (RFC 5915 section 3), DER
     * @param publicKey its other half, as the certificate has it
     */
    static byte[] wrap(byte[] bareKey, PublicKey publicKey) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(element(INTEGER, new byte[] {0}));
        content.writeBytes(algorithmIdentifier(publicKey.getEncoded()));
        content.writeBytes(element(OCTET_STRING, bareKey));
        return element(SEQUENCE, content.toByteArray());
    }

    /** The first element of SubjectPublicKeyInfo, with its tag and length. The JDK encoded it, so it is well-formed. */
    private static byte[] algorithmIdentifier(byte[] subjectPublicKeyInfo) {
        int start = contentOffset(subjectPublicKeyInfo, 0);
        int content = contentOffset(subjectPublicKeyInfo, start);
        return Arrays.copyOfRange(subjectPublicKeyInfo, start, content + length(subjectPublicKeyInfo, start));
    }

    private static int contentOffset(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = at + 2; i < contentOffset(der, at); i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >>> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
