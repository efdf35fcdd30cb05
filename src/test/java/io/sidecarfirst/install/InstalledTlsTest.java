package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.LocalPortForward;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.tls.ClientHello;
import io.sidecarfirst.tls.OutsideView;
import io.sidecarfirst.tls.TlsProbe;
import io.sidecarfirst.tls.TlsVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the image, installed by the chart with its defaults, shows to everybody who reaches its port. */
@RequiresK3s
class InstalledTlsTest {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final int DNS_NAME = 2;

    private final HelmInstallation installation = HelmInstallation.shared();
    private final LocalPortForward forward = new Replicas(installation).forward();
    private final TlsProbe probe = new TlsProbe(forward.getLocalPort());

    @AfterEach
    void close() throws IOException {
        forward.close();
    }

    @Test
    void offersOnlyWhatIsGood() {
        OutsideView.assertHolds(probe, "ECDSA");
    }

    /** API servers have the authority, from the caBundle. */
    @Test
    void showsItsCertificateAlone() throws Exception {
        List<X509Certificate> chain =
                probe.accepted(ClientHello.of(TlsVersion.TLS_1_2)).certificates();
        assertThat(chain).hasSize(1);
        X509Certificate leaf = chain.get(0);
        assertIsOfAWeekAndP256(leaf);
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(DNS_NAME, installation.fullName() + "." + installation.namespace() + ".svc"));
        assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER_AUTHENTICATION);
        assertThat(usages(leaf)).as("digitalSignature").containsExactly(0);
        assertThat(leaf.getBasicConstraints()).as("no authority").isEqualTo(-1);

        X509Certificate authority = authority(leaf);
        assertIsOfAWeekAndP256(authority);
        leaf.verify(authority.getPublicKey());
        assertThat(usages(authority)).as("keyCertSign").containsExactly(5);
        assertThat(authority.getBasicConstraints())
                .as("over no other authority")
                .isZero();
        assertThat(authority.getPublicKey()).isNotEqualTo(leaf.getPublicKey());
    }

    private static void assertIsOfAWeekAndP256(X509Certificate certificate) {
        assertThat(certificate.getPublicKey())
                .isInstanceOfSatisfying(
                        ECPublicKey.class,
                        key -> assertThat(key.getParams().getOrder().bitLength())
                                .isEqualTo(256));
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
        Instant from = certificate.getNotBefore().toInstant();
        assertThat(from.plus(Duration.ofDays(7).plusHours(1)))
                .isEqualTo(certificate.getNotAfter().toInstant());
    }

    /** Of those in the caBundle the one that the certificate names. */
    private X509Certificate authority(X509Certificate leaf) throws CertificateException {
        byte[] pem = Base64.getDecoder().decode(Trust.of(installation).bundles().get(0));
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .filter(found -> found.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()))
                .findFirst()
                .orElseThrow();
    }

    /** The numbers of what a certificate's key is for: RFC 5280 section 4.2.1.3. */
    private static List<Integer> usages(X509Certificate certificate) {
        boolean[] usages = certificate.getKeyUsage();
        return IntStream.range(0, usages.length)
                .filter(usage -> usages[usage])
                .boxed()
                .toList();
    }
}
