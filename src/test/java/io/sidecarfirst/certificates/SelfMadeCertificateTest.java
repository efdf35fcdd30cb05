package io.sidecarfirst.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfMadeCertificateTest {
    @Test
    void isALeafForServersOnTheLoopbackInterface() throws Exception {
        Instant now = Instant.parse("2026-03-04T05:06:07.89Z");

        X509Certificate leaf = SelfMadeCertificate.make(List.of(), () -> now).leaf();

        assertThat(leaf.getNotBefore().toInstant()).isEqualTo("2026-03-04T05:01:07Z");
        assertThat(Duration.between(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(30));
        assertThat(CertificateNames.of(leaf).dns()).containsExactly("localhost");
        assertThat(CertificateNames.of(leaf).addresses()).containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(leaf.getSerialNumber()).isPositive();
        assertThat(leaf.getSerialNumber().bitLength()).isLessThanOrEqualTo(128);
        leaf.verify(leaf.getPublicKey());
        assertThat(KeyIdentifiers.ofIssuer(leaf)).isEqualTo(KeyIdentifiers.ofSubject(leaf));
    }

    @Test
    void isAnotherOneEachTime() {
        assertThat(SelfMadeCertificate.make(List.of()).leaf().getSerialNumber())
                .isNotEqualTo(SelfMadeCertificate.make(List.of()).leaf().getSerialNumber());
    }

    @Test
    void takesMoreNames() {
        X509Certificate leaf = SelfMadeCertificate.make(
                        List.of("localhost", "webhook.default.svc", "*.example", "192.168.1.2", "fd00::1"))
                .leaf();

        assertThat(CertificateNames.of(leaf).dns()).containsExactly("localhost", "webhook.default.svc", "*.example");
        assertThat(CertificateNames.of(leaf).addresses())
                .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1", "192.168.1.2", "fd00:0:0:0:0:0:0:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "010.0.0.1",
                ":::",
                "-a",
                "a..b",
                "https://a",
                "a\nb"
            })
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> SelfMadeCertificate.make(List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void isTrustedByAClientThatWasGivenIt() throws Exception {
        KeyMaterial material = SelfMadeCertificate.make(List.of());
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");

        try (LoopbackServer loopback = LoopbackServer.start(ServerTls.context(new ReloadableKeyManager(material)));
                SSLSocket socket = loopback.connect(TestClient.trusting(material.leaf()), parameters)) {
            assertThat(LoopbackServer.echo(socket, 5)).isEqualTo(5);
        }
    }

    @Test
    void registersNoProvider() {
        SelfMadeCertificate.make(List.of());

        assertThat(Security.getProvider("BC")).isNull();
    }
}
