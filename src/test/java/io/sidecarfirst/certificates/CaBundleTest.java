package io.sidecarfirst.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API server's verdict on a certificate, as Go's crypto/x509 gives it. */
class CaBundleTest {
    private static final String NAME = "sidecar-first.test.svc";
    private static final TestAuthority AUTHORITY = TestAuthority.create("CA");
    private static final KeyMaterial GOOD = AUTHORITY.server(NAME).material();

    private static boolean verifies(CaBundle bundle, KeyMaterial server) {
        return bundle.verifies(server, NAME, Instant.now());
    }

    private static CaBundle parse(String pem) {
        return CaBundle.parse(pem.getBytes(US_ASCII));
    }

    @Test
    void aServersCertificateOfTheAuthority() {
        assertThat(verifies(AUTHORITY.asCaBundle(), GOOD)).isTrue();
        assertThat(verifies(TestAuthority.create("CA").asCaBundle(), GOOD)).isFalse();
        assertThat(verifies(CaBundle.EMPTY, GOOD)).isFalse();
        assertThat(AUTHORITY.asCaBundle().verifies(GOOD, "other.test.svc", Instant.now()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gates.example, gates.example",
        "gates.example, Gates.EXAMPLE",
        "*.example, gates.example",
        "10.0.0.1, 10.0.0.1",
        "10.0.0.1, ::ffff:10.0.0.1",
        "fd00::1, fd00::1",
        "fd00::1, FD00:0::1"
    })
    void theNameOrTheAddressIsInTheCertificate(String inCertificate, String asked) {
        assertThat(AUTHORITY
                        .asCaBundle()
                        .verifies(AUTHORITY.server(inCertificate).material(), asked, Instant.now()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gates.example, example",
        "*.example, a.gates.example",
        "10.0.0.1, 10.0.0.2",
        "10.0.0.1, gates.example",
        "gates.example, 10.0.0.1",
        "fd00::1, fd00::2"
    })
    void anotherNameOrAddress(String inCertificate, String asked) {
        assertThat(AUTHORITY
                        .asCaBundle()
                        .verifies(AUTHORITY.server(inCertificate).material(), asked, Instant.now()))
                .isFalse();
    }

    @Test
    void aClientsCertificateIsNone() {
        KeyMaterial client =
                AUTHORITY.leaf("client").names(NAME).forClients().issue().material();
        assertThat(verifies(AUTHORITY.asCaBundle(), client)).isFalse();
    }

    @Test
    void itIsWrittenAsItIsRead() {
        assertThat(parse(AUTHORITY.asCaBundle().pem())).isEqualTo(AUTHORITY.asCaBundle());
    }

    @Test
    void whatIsCutOffAroundACertificateDoesNotMatter() {
        String cutOff = "-----BEGIN CERTIFICATE-----\nMIIB\n";
        assertThat(parse(AUTHORITY.pem() + cutOff)).isEqualTo(AUTHORITY.asCaBundle());
        assertThat(parse("garbage\n" + cutOff + AUTHORITY.pem())).isEqualTo(AUTHORITY.asCaBundle());
        assertThat(parse("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" + AUTHORITY.pem()))
                .isEqualTo(AUTHORITY.asCaBundle());
        assertThat(parse("")).isEqualTo(CaBundle.EMPTY);
    }

    @Test
    void otherLabelsAndHeadersAreNotLoaded() {
        assertThat(parse(AUTHORITY.pem().replace("CERTIFICATE", "X509 CERTIFICATE")))
                .isEqualTo(CaBundle.EMPTY);
        assertThat(parse(AUTHORITY.pem().replace("-----\nM", "-----\nName: x\n\nM")))
                .isEqualTo(CaBundle.EMPTY);
    }

    @Test
    void anAuthorityThatMayNotSignServersVerifiesNone() throws IOException {
        assertThat(signedBy(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign)))
                .isTrue();
        assertThat(signedBy(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature)))
                .isFalse();
        assertThat(signedBy(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)))
                .isFalse();
        assertThat(signedBy(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)))
                .isTrue();
    }

    /** Whether a good leaf is accepted of an authority with that extension. */
    private static boolean signedBy(ASN1ObjectIdentifier extension, ASN1Encodable value) throws IOException {
        KeyPair authority = NewCertificate.generateKeys();
        KeyPair server = NewCertificate.generateKeys();
        X509v3CertificateBuilder own = builder("CN=odd", authority);
        own.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        own.addExtension(extension, false, value);
        X509v3CertificateBuilder leaf = builder("CN=leaf", server);
        leaf.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, NAME)));
        X509Certificate root = NewCertificate.signed(own, authority.getPrivate());
        KeyMaterial material =
                new KeyMaterial(server.getPrivate(), List.of(NewCertificate.signed(leaf, authority.getPrivate())));
        return verifies(new CaBundle(List.of(root)), material);
    }

    private static X509v3CertificateBuilder builder(String subject, KeyPair pair) {
        Instant now = Instant.now();
        return new X509v3CertificateBuilder(
                new X500Name("CN=odd"),
                BigInteger.TEN,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                new X500Name(subject),
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    }
}
