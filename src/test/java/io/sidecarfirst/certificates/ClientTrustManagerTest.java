package io.sidecarfirst.certificates;

import static io.sidecarfirst.certificates.LoopbackServer.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.certificates.TestAuthority.Issued;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTrustManagerTest {
    private static final TestAuthority SERVERS = TestAuthority.create("server CA");
    private static final TestAuthority CLIENTS = TestAuthority.create("client CA");
    private static final TestAuthority STRANGERS = TestAuthority.create("foreign CA");
    private static final Issued SERVER = SERVERS.server("localhost");
    private static final Issued CALLER = CLIENTS.client("kube-apiserver");

    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void letsAnAllowedNameIn() throws Exception {
        assertThat(call(authority("kube-apiserver"), presenting(CALLER))).isEqualTo(1);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void refusesAnotherName() {
        assertThatThrownBy(() -> call(authority("front-proxy", "kube-scheduler"), presenting(CALLER)))
                .isInstanceOf(IOException.class);
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("names [kube-apiserver]", "allowed are [front-proxy, kube-scheduler]");
    }

    @Test
    void refusesAnExpiredCertificate() {
        Instant now = Instant.now();
        Issued expired = CLIENTS.leaf("kube-apiserver")
                .forClients()
                .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)))
                .issue();

        assertThatThrownBy(() -> call(authority("kube-apiserver"), presenting(expired)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> check(authority(), expired)).isInstanceOf(CertificateException.class);
    }

    @Test
    void refusesAnExpiredCertificateEvenWhenTheBundleHoldsItself() {
        Instant now = Instant.now();
        Issued expired = CLIENTS.leaf("pinned")
                .forClients()
                .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)))
                .issue();
        ClientTrustManager authority =
                new ClientTrustManager(new ClientCaBundle(List.of(expired.certificate())), Set.of());

        assertThatThrownBy(() -> check(authority, expired)).isInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void refusesAnotherAuthority() {
        assertThatThrownBy(() -> call(authority(), presenting(STRANGERS.client("kube-apiserver"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesAServersCertificate() {
        assertThatThrownBy(() -> check(authority(), CLIENTS.server("localhost")))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void refusesAClientWithoutCertificate() {
        assertThatThrownBy(() -> call(authority(), TestClient.trusting(SERVERS.certificate())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void letsEveryNameInWhenNoneIsDemanded() throws Exception {
        assertThat(call(authority(), presenting(CALLER))).isEqualTo(1);
    }

    @Test
    void knowsClientsByTheirAlternativeNames() {
        Issued client = CLIENTS.leaf("nobody")
                .forClients()
                .names("API.example", "10.0.0.1")
                .uri("spiffe://cluster/ns/kube-system/sa/api")
                .issue();

        assertThatCode(() -> check(authority("api.EXAMPLE"), client)).doesNotThrowAnyException();
        assertThatCode(() -> check(authority("spiffe://cluster/ns/kube-system/sa/api"), client))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(authority("10.0.0.1"), client)).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> check(authority("spiffe://cluster"), client)).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> check(authority("Nobody"), client)).isInstanceOf(CertificateException.class);
    }

    @Test
    void doesNotLetNamesBreakLogLines() {
        Issued client = CLIENTS.client("evil\nINFO all is well");

        assertThatThrownBy(() -> check(authority("good"), client)).isInstanceOf(CertificateException.class);
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("evil\\u000aINFO")
                .doesNotContain("\n");
    }

    @Test
    void takesOtherAuthoritiesFromTheNextHandshakeOn() throws Exception {
        ClientTrustManager authority = authority();
        SSLContext server = ServerTls.context(new ReloadableKeyManager(SERVER.material()), authority);
        try (LoopbackServer loopback = LoopbackServer.start(server, true);
                SSLSocket before = loopback.connect(presenting(CALLER))) {
            assertThat(echo(before, 1)).isEqualTo(1);

            authority.swap(STRANGERS.bundle());

            assertThat(echo(before, 2)).isEqualTo(2);
            assertThatThrownBy(() -> {
                        try (SSLSocket after = loopback.connect(presenting(CALLER))) {
                            echo(after, 3);
                        }
                    })
                    .isInstanceOf(IOException.class);
            try (SSLSocket after = loopback.connect(presenting(STRANGERS.client("caller")))) {
                assertThat(echo(after, 4)).isEqualTo(4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void letsNobodyResumeASessionPastIt(String protocol) throws Exception {
        ClientTrustManager authority = authority();
        SSLContext server = ServerTls.context(new ReloadableKeyManager(SERVER.material()), authority);
        SSLContext client = presenting(CALLER);
        try (LoopbackServer loopback = LoopbackServer.start(server, true)) {
            try (SSLSocket before = loopback.connect(client, protocol)) {
                assertThat(echo(before, 1)).isEqualTo(1);
            }

            authority.swap(STRANGERS.bundle());

            assertThatThrownBy(() -> {
                        try (SSLSocket after = loopback.connect(client, protocol)) {
                            echo(after, 2);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void neverTrustsAServer() {
        SSLEngine engine = TestClient.trusting(SERVERS.certificate()).createSSLEngine();
        X509Certificate[] chain = {CLIENTS.server("localhost").certificate()};
        ClientTrustManager authority = authority();

        assertThatThrownBy(() -> authority.checkServerTrusted(chain, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> authority.checkServerTrusted(chain, "ECDHE_ECDSA", new Socket()))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> authority.checkServerTrusted(chain, "ECDHE_ECDSA", engine))
                .isInstanceOf(CertificateException.class);
    }

    private static ClientTrustManager authority(String... allowed) {
        return new ClientTrustManager(CLIENTS.bundle(), Set.of(allowed));
    }

    private static SSLContext presenting(Issued client) {
        return TestClient.presenting(client, SERVERS.certificate());
    }

    private static void check(ClientTrustManager authority, Issued client) throws CertificateException {
        authority.checkClientTrusted(new X509Certificate[] {client.certificate()}, "ECDHE_ECDSA");
    }

    /** One byte there and back: 1 when the client was let in, an exception when not. */
    private static int call(ClientTrustManager authority, SSLContext client) throws IOException {
        SSLContext server = ServerTls.context(new ReloadableKeyManager(SERVER.material()), authority);
        try (LoopbackServer loopback = LoopbackServer.start(server, true);
                SSLSocket socket = loopback.connect(client)) {
            return echo(socket, 1);
        }
    }
}
