package io.sidecarfirst.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * A certificate authority for tests, those of other rooms, too.
 *
 * <pre>{@code
 * TestAuthority authority = TestAuthority.create("test CA");
 * Path ca = authority.writeTo(dir);                                     // dir/ca.crt
 * authority.server("localhost", "127.0.0.1").writeTo(dir);              // dir/tls.crt, dir/tls.key
 * Issued client = authority.leaf("kube-apiserver").forClients().issue();
 * }</pre>
 */
public final class TestAuthority {
    /** What kind of key a leaf gets; authorities have P-256. */
    public enum KeyKind {
        RSA("RSA", 2048),
        EC("EC", 256),
        EC_P384("EC", 384),
        ED25519("Ed25519", 255);

        private final String algorithm;
        private final int size;

        KeyKind(String algorithm, int size) {
            this.algorithm = algorithm;
            this.size = size;
        }

        KeyPair generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(size);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {
        /** As the room under test wants it. */
        public KeyMaterial material() {
            return new KeyMaterial(key, List.of(certificate));
        }

        /** The certificate alone. */
        public String certificatePem() {
            return pem("CERTIFICATE", encoded(certificate));
        }

        /** PKCS#8, {@code PRIVATE KEY}. */
        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        /** PKCS#1 or SEC 1 as the JDK has it inside its PKCS#8: {@code RSA PRIVATE KEY}, {@code EC PRIVATE KEY}. */
        public String bareKeyPem() {
            byte[] bare =
                    PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKey().getOctets();
            return pem(key.getAlgorithm() + " PRIVATE KEY", bare);
        }

        /**
         * Writes {@code tls.crt} and {@code tls.key}, the names in a Secret, over what is there. Returns the directory.
         */
        public Path writeTo(Path directory) {
            write(directory.resolve("tls.crt"), certificatePem());
            write(directory.resolve("tls.key"), keyPem());
            return directory;
        }
    }

    /**
     * A certificate in the making. Valid from an hour ago for 90 days, EC P-256, for servers, unless told otherwise.
     */
    public final class Leaf {
        private final String commonName;
        private final List<GeneralName> names = new ArrayList<>();
        private KeyKind kind = KeyKind.EC;
        private KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
        private Instant notBefore = Instant.now().minus(Duration.ofHours(1));
        private Instant notAfter = notBefore.plus(Duration.ofDays(90));

        private Leaf(String commonName) {
            this.commonName = commonName;
        }

        /** DNS names and IP addresses. */
        public Leaf names(String... more) {
            for (String name : more) {
                names.add(AlternativeName.of(name));
            }
            return this;
        }

        /** A URI, for example a SPIFFE id. */
        public Leaf uri(String uri) {
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
            return this;
        }

        public Leaf kind(KeyKind kind) {
            this.kind = kind;
            return this;
        }

        public Leaf forClients() {
            purpose = KeyPurposeId.id_kp_clientAuth;
            return this;
        }

        /** Whole seconds count. */
        public Leaf valid(Instant notBefore, Instant notAfter) {
            this.notBefore = notBefore;
            this.notAfter = notAfter;
            return this;
        }

        public Issued issue() {
            KeyPair pair = kind.generate();
            try {
                X509v3CertificateBuilder builder = builder(
                        new X500Name(authority
                                .certificate()
                                .getSubjectX500Principal()
                                .getName()),
                        commonName,
                        pair,
                        notBefore,
                        notAfter);
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                return new Issued(NewCertificate.signed(builder, authority.key()), pair.getPrivate());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Issued authority;

    private TestAuthority(Issued authority) {
        this.authority = authority;
    }

    /** A new authority, valid from a year ago for ten years. */
    public static TestAuthority create(String commonName) {
        KeyPair pair = KeyKind.EC.generate();
        Instant notBefore = Instant.now().minus(Duration.ofDays(365));
        try {
            X509v3CertificateBuilder builder = builder(
                    new X500Name("CN=" + commonName),
                    commonName,
                    pair,
                    notBefore,
                    notBefore.plus(Duration.ofDays(3650)));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new TestAuthority(new Issued(NewCertificate.signed(builder, pair.getPrivate()), pair.getPrivate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A leaf to be shaped and issued. */
    public Leaf leaf(String commonName) {
        return new Leaf(commonName);
    }

    /** A server's leaf for these DNS names and addresses; the first is its CN, too. */
    public Issued server(String... names) {
        return leaf(names[0]).names(names).issue();
    }

    /** A client's leaf with this CN. */
    public Issued client(String commonName) {
        return leaf(commonName).forClients().issue();
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return authority.certificate();
    }

    /** The authority's own certificate as PEM, fit for a bundle or {@code caBundle}. */
    public String pem() {
        return authority.certificatePem();
    }

    /** As a bundle of client authorities. */
    public ClientCaBundle bundle() {
        return new ClientCaBundle(List.of(certificate()));
    }

    /** As the caBundle of a webhook. */
    public CaBundle asCaBundle() {
        return new CaBundle(List.of(certificate()));
    }

    /** Writes {@code ca.crt} into the directory, and returns the file. */
    public Path writeTo(Path directory) {
        return write(directory.resolve("ca.crt"), pem());
    }

    /** One PEM block. */
    static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, String commonName, KeyPair pair, Instant notBefore, Instant notAfter) {
        return new X509v3CertificateBuilder(
                issuer,
                new BigInteger(128, new SecureRandom()),
                Date.from(notBefore.truncatedTo(ChronoUnit.SECONDS)),
                Date.from(notAfter.truncatedTo(ChronoUnit.SECONDS)),
                new X500Name("CN=" + commonName),
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
