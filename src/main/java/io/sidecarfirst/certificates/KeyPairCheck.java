package io.sidecarfirst.certificates;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;

/** Whether two keys are the halves of one pair: what one signs, the other must verify. */
final class KeyPairCheck {
    private static final String PSS = "RSASSA-PSS";

    /** By the JDK's name of the key's algorithm. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", PSS, PSS, "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte[] CHALLENGE = {1, 2, 3, 4, 5, 6, 7, 8};

    private KeyPairCheck() {}

    /** Whether keys of this kind can be used for TLS. */
    static boolean supports(PublicKey key) {
        return SIGNATURES.containsKey(key.getAlgorithm());
    }

    /** False for keys of different or unknown kinds, too. */
    static boolean matches(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = SIGNATURES.get(publicKey.getAlgorithm());
        if (algorithm == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            if (algorithm.equals(PSS)) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(privateKey);
            signature.update(CHALLENGE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(CHALLENGE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Another kind, curve or length of key: not a pair.
            return false;
        }
    }
}
