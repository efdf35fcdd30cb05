package io.sidecarfirst.certificates;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * A certificate in the making: ECDSA with SHA-256 on P-256 (also called secp256r1), the curve that every TLS peer knows
 * and whose keys are quick to make.
 *
 * <p>BouncyCastle builds and the JDK signs. BouncyCastle's own bridge to the JDK works for every algorithm there is,
 * and loads hundreds of classes to find this one.
 */
final class NewCertificate {
    private static final int SERIAL_BITS = 128;
    private static final int KEY_IDENTIFIER_BYTES = 20;

    private final X500Name subject;
    private final PublicKey key;
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> critical = new LinkedHashMap<>();
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> other = new LinkedHashMap<>();

    private NewCertificate(X500Name subject, PublicKey key) {
        this.subject = subject;
        this.key = key;
    }

    static KeyPair generateKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    static BigInteger randomSerial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom());
    }

    /** A TLS server's, which may sign nothing. */
    static NewCertificate ofServer(X500Name subject, PublicKey key, GeneralNames names) {
        NewCertificate made = new NewCertificate(subject, key);
        made.critical.put(Extension.basicConstraints, new BasicConstraints(false));
        made.critical.put(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
        made.other.put(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        made.other.put(Extension.subjectAlternativeName, names);
        return made;
    }

    /** An authority's, which may sign certificates that are no authorities. */
    static NewCertificate ofAuthority(X500Name subject, PublicKey key) {
        NewCertificate made = new NewCertificate(subject, key);
        made.critical.put(Extension.basicConstraints, new BasicConstraints(0));
        made.critical.put(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign));
        return made;
    }

    /** Signs it, with both key identifiers in it, by which a verifier finds its way from one to the other. */
    X509Certificate sign(X500Name issuer, KeyPair issuerKeys, BigInteger serial, Instant from, Instant until) {
        other.put(Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(key)));
        other.put(Extension.authorityKeyIdentifier, authorityKeyIdentifier(issuerKeys.getPublic()));
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(from),
                Date.from(until),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        try {
            for (var extension : critical.entrySet()) {
                builder.addExtension(extension.getKey(), true, extension.getValue());
            }
            for (var extension : other.entrySet()) {
                builder.addExtension(extension.getKey(), false, extension.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the extensions of a certificate cannot be written", e);
        }
        return signed(builder, issuerKeys.getPrivate());
    }

    /** Signs whatever was built, and reads the result as the JDK's certificate. */
    static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey issuer) {
        try {
            byte[] der = builder.build(new EcdsaSigner(issuer)).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot read the certificate that was made", e);
        }
    }

    /**
     * The first 160 bits of the public key's SHA-256.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7093#section-2">RFC 7093 section 2, method 1</a>
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2">RFC 5280 section 4.2.1.2</a>
     */
    private static byte[] keyIdentifier(PublicKey key) {
        byte[] bits = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getOctets();
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bits), KEY_IDENTIFIER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** BouncyCastle's class for it needs the half of BouncyCastle that is not in the jar. */
    private static ASN1Encodable authorityKeyIdentifier(PublicKey issuer) {
        return new DERSequence(new DERTaggedObject(false, 0, new DEROctetString(keyIdentifier(issuer))));
    }

    /** Signs with the JDK. */
    private static final class EcdsaSigner implements ContentSigner {
        private final PrivateKey key;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        EcdsaSigner(PrivateKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key);
                signature.update(content.toByteArray());
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK cannot sign with ECDSA", e);
            }
        }
    }
}
