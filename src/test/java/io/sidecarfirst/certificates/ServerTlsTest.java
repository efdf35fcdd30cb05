package io.sidecarfirst.certificates;

import static io.sidecarfirst.certificates.LoopbackServer.echo;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.TestAuthority.Issued;
import io.sidecarfirst.certificates.TestAuthority.KeyKind;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTlsTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("test CA");
    private static final Issued OLD = AUTHORITY.server("old.test");
    private static final Issued NEW =
            AUTHORITY.leaf("new").names("new.test").kind(KeyKind.RSA).issue();

    @ParameterizedTest
    @CsvSource({
        "RSA, TLSv1.2",
        "RSA, TLSv1.3",
        "EC, TLSv1.2",
        "EC, TLSv1.3",
        "EC_P384, TLSv1.3",
        "ED25519, TLSv1.2",
        "ED25519, TLSv1.3"
    })
    void servesEveryKindOfKey(KeyKind kind, String protocol) throws Exception {
        Issued issued = AUTHORITY.leaf("any").names("any.test").kind(kind).issue();
        SSLContext server = ServerTls.context(new ReloadableKeyManager(issued.material()));

        try (LoopbackServer loopback = LoopbackServer.start(server);
                SSLSocket socket = loopback.connect(TestClient.trusting(AUTHORITY.certificate()), protocol)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getSession().getPeerCertificates()).containsExactly(issued.certificate());
            assertThat(echo(socket, 7)).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void swapsForTheNextHandshakeAndLeavesOpenConnectionsAlone(String protocol) throws Exception {
        ReloadableKeyManager keys = new ReloadableKeyManager(OLD.material());

        try (LoopbackServer loopback = LoopbackServer.start(ServerTls.context(keys));
                SSLSocket before = loopback.connect(TestClient.trusting(AUTHORITY.certificate()), protocol)) {
            assertThat(echo(before, 1)).isEqualTo(1);

            keys.swap(NEW.material());

            try (SSLSocket after = loopback.connect(TestClient.trusting(AUTHORITY.certificate()), protocol)) {
                assertThat(after.getSession().getPeerCertificates()).containsExactly(NEW.certificate());
                assertThat(echo(after, 2)).isEqualTo(2);
            }
            assertThat(before.getSession().getPeerCertificates()).containsExactly(OLD.certificate());
            assertThat(echo(before, 3)).isEqualTo(3);
        }
    }

    @Test
    void doesNotMixGenerationsWithinOneHandshake() {
        ReloadableKeyManager keys = new ReloadableKeyManager(OLD.material());
        String alias = Objects.requireNonNull(keys.chooseEngineServerAlias("EC", null, null));

        keys.swap(NEW.material());
        assertThat(keys.getPrivateKey(alias)).isEqualTo(OLD.key());
        assertThat(keys.getCertificateChain(alias)).containsExactly(OLD.certificate());

        keys.swap(OLD.material());
        assertThat(keys.getPrivateKey(alias)).as("two swaps ago").isNull();
    }

    @Test
    void presentsOnlyTheKindOfKeyThatItHas() {
        ReloadableKeyManager keys = new ReloadableKeyManager(OLD.material());

        assertThat(keys.chooseServerAlias("EC_RSA", null, null)).isNotNull();
        assertThat(keys.chooseServerAlias("RSA", null, null)).isNull();
        assertThat(keys.getServerAliases("EC", null)).hasSize(1);
        assertThat(keys.getServerAliases("RSA", null)).isNull();
        assertThat(keys.chooseClientAlias(new String[] {"EC"}, null, null)).isNull();
        assertThat(keys.getClientAliases("EC", null)).isNull();
        assertThat(keys.getCertificateChain("nobody")).isNull();
    }
}
