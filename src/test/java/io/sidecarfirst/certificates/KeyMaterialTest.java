package io.sidecarfirst.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.certificates.TestAuthority.Issued;
import io.sidecarfirst.certificates.TestAuthority.KeyKind;
import java.io.IOException;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaterialTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("test CA");
    private static final Issued RSA = issue(KeyKind.RSA);
    private static final Issued EC = issue(KeyKind.EC);
    private static final Issued P384 = issue(KeyKind.EC_P384);
    private static final Issued ED25519 = issue(KeyKind.ED25519);

    @ParameterizedTest
    @EnumSource
    void readsPkcs8OfEveryKind(KeyKind kind) {
        Issued issued = issue(kind);

        KeyMaterial material = parse(issued.certificatePem(), issued.keyPem());

        assertThat(material.leaf()).isEqualTo(issued.certificate());
        assertThat(material.key()).isEqualTo(issued.key());
    }

    @Test
    void readsPkcs1() {
        KeyMaterial material = parse(RSA.certificatePem(), RSA.bareKeyPem());

        assertThat(RSA.bareKeyPem()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(material.key()).isEqualTo(RSA.key());
    }

    @Test
    void readsSec1() {
        for (Issued issued : List.of(EC, P384)) {
            KeyMaterial material = parse(issued.certificatePem(), issued.bareKeyPem());

            assertThat(issued.bareKeyPem()).startsWith("-----BEGIN EC PRIVATE KEY-----");
            assertThat(material.key()).isEqualTo(issued.key());
        }
    }

    @Test
    void readsSec1AsOpensslWritesIt() throws Exception {
        // With the curve and the public key inside (RFC 5915), and the curve once more in a block before.
        String parameters = TestAuthority.pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded());
        ECPrivateKey bare = ECPrivateKey.getInstance(
                PrivateKeyInfo.getInstance(EC.key().getEncoded()).parsePrivateKey());
        byte[] point = SubjectPublicKeyInfo.getInstance(
                        EC.certificate().getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        ECPrivateKey full =
                new ECPrivateKey(256, bare.getKey(), new DERBitString(point), SECObjectIdentifiers.secp256r1);

        KeyMaterial material =
                parse(EC.certificatePem(), parameters + TestAuthority.pem("EC PRIVATE KEY", full.getEncoded()));

        assertThat(KeyPairCheck.matches(material.key(), EC.certificate().getPublicKey()))
                .isTrue();
    }

    @Test
    void readsWhatBouncyCastleWrites() throws IOException {
        for (Issued issued : List.of(RSA, EC, P384, ED25519)) {
            StringWriter text = new StringWriter();
            try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
                pem.writeObject(issued.key());
            }

            KeyMaterial material = parse(issued.certificatePem(), text.toString());

            assertThat(KeyPairCheck.matches(material.key(), issued.certificate().getPublicKey()))
                    .isTrue();
        }
    }

    @Test
    void readsPkcs8OfVersion2() throws IOException {
        // RFC 5958 section 2: with the public key behind it.
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(ED25519.key().getEncoded());
        byte[] point = SubjectPublicKeyInfo.getInstance(
                        ED25519.certificate().getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        byte[] version2 =
                new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey(), null, point).getEncoded();

        KeyMaterial material = parse(ED25519.certificatePem(), TestAuthority.pem("PRIVATE KEY", version2));

        assertThat(material.key().getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void toleratesTextAroundTheBlocks() {
        String chain = "\u00ef\u00bb\u00bfBag Attributes\r\n    friendlyName: tls\r\n"
                + EC.certificatePem().replace("\n", "  \r\n") + "\n# the CA: bought in 2024\n" + AUTHORITY.pem();
        String key = "Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n" + EC.keyPem() + "\n\n";

        assertThat(parse(chain, key).chain()).containsExactly(EC.certificate(), AUTHORITY.certificate());
        assertThat(parse("\u00ef\u00bb\u00bf" + chain.substring(chain.indexOf("-----")), key)
                        .chain())
                .hasSize(2);
    }

    @Test
    void readsChainAndKeyFromOneFile() {
        String both = EC.keyPem() + EC.certificatePem();

        assertThat(parse(both, both).leaf()).isEqualTo(EC.certificate());
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWithTheCertificateFile() {
        String good = EC.certificatePem();
        String halfBlock = good.substring(0, good.length() / 2);
        Map<String, String> expected = Map.of(
                "",
                "tls.crt is empty",
                " \n\n",
                "tls.crt is empty",
                "hello",
                "tls.crt holds no PEM block",
                halfBlock,
                "tls.crt is cut off",
                good + halfBlock,
                "tls.crt is cut off",
                halfBlock + good,
                "tls.crt is cut off",
                good.replace("END CERTIFICATE", "END X"),
                "tls.crt is cut off",
                TestAuthority.pem("CERTIFICATE", new byte[] {1, 2, 3}),
                "tls.crt: certificate 1 cannot be read",
                "-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----",
                "tls.crt: the content of",
                EC.keyPem(),
                "are the certificate and the key file swapped?");
        return expected.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getValue(),
                        () -> assertThatExceptionOfType(InvalidCertificateException.class)
                                .isThrownBy(() -> parse(entry.getKey(), EC.keyPem()))
                                .withMessageContaining(entry.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWithTheKeyFile() {
        String good = EC.keyPem();
        Map<String, String> expected = Map.of(
                "",
                "tls.key is empty",
                good.substring(0, good.length() - 10),
                "tls.key is cut off",
                EC.certificatePem(),
                "are the certificate and the key file swapped?",
                good + good,
                "tls.key holds 2 private keys",
                TestAuthority.pem("PRIVATE KEY", new byte[] {1, 2, 3}),
                "tls.key: the private key cannot be read as EC",
                TestAuthority.pem("EC PRIVATE KEY", new byte[500]),
                "tls.key: the private key cannot be read as EC",
                RSA.bareKeyPem(),
                "tls.key holds an RSA key, but the certificate an EC one",
                RSA.keyPem(),
                "tls.key: the private key cannot be read as EC",
                good.replace("PRIVATE", "DSA PRIVATE"),
                "\"DSA PRIVATE KEY\" is not supported");
        return expected.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getValue(),
                        () -> assertThatExceptionOfType(InvalidCertificateException.class)
                                .isThrownBy(() -> parse(EC.certificatePem(), entry.getKey()))
                                .withMessageContaining(entry.getValue())));
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        for (Issued other : List.of(issue(KeyKind.EC), P384)) {
            for (String key : List.of(other.keyPem(), other.bareKeyPem())) {
                assertThatThrownBy(() -> parse(EC.certificatePem(), key))
                        .isInstanceOf(InvalidCertificateException.class)
                        .hasMessageContaining("tls.key")
                        .hasMessageContaining("issued together");
            }
        }
        assertThatThrownBy(() -> parse(RSA.certificatePem(), issue(KeyKind.RSA).bareKeyPem()))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("does not belong to the certificate in tls.crt");
        assertThatThrownBy(() -> new KeyMaterial(RSA.key(), List.of(EC.certificate())))
                .isInstanceOf(InvalidCertificateException.class);
        assertThatThrownBy(() -> new KeyMaterial(RSA.key(), List.of())).isInstanceOf(InvalidCertificateException.class);
    }

    @Test
    void saysSoWhenTheLeafIsNotFirst() {
        assertThatThrownBy(() -> parse(AUTHORITY.pem() + EC.certificatePem(), EC.keyPem()))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("belongs to certificate 2 of the chain; put that one first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----"
            })
    void refusesEncryptedKeys(String key) {
        assertThatThrownBy(() -> parse(RSA.certificatePem(), key))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("tls.key: the private key is encrypted");
    }

    @Test
    void refusesKindsThatTlsCannotUse() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("DSA").generateKeyPair();

        assertThat(KeyPairCheck.supports(pair.getPublic())).isFalse();
        assertThat(KeyPairCheck.matches(pair.getPrivate(), pair.getPublic())).isFalse();
    }

    @Test
    void neverPrintsTheKey() {
        String secret = EC.keyPem().lines().skip(1).findFirst().orElseThrow();
        PemFile file = new PemFile("tls.key", EC.keyPem());

        assertThat(file.toString()).doesNotContain(secret);
        assertThat(file.blocks().toString()).doesNotContain(secret);
        assertThat(EC.material().toString())
                .contains("CN=ec", "[ec.test]", "serial")
                .doesNotContain("key");
        assertThatThrownBy(() -> parse(RSA.certificatePem(), EC.keyPem()))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(secret))
                .hasNoCause();
    }

    private static Issued issue(KeyKind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return AUTHORITY.leaf(name).names(name + ".test").kind(kind).issue();
    }

    private static KeyMaterial parse(String chain, String key) {
        return KeyMaterial.parse(
                PemFile.of("tls.crt", chain.getBytes(ISO_8859_1)), PemFile.of("tls.key", key.getBytes(US_ASCII)));
    }
}
