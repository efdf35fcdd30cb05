package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.certificates.ClientTrustManager;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.certificates.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** With client authorities only the API server itself is served, and the rest ends at the handshake. */
@Timeout(60)
class MutualTlsTest {
    private static final TestAuthority CLIENTS = TestAuthority.create("client CA");
    private static final SSLContext RIGHT = presenting(CLIENTS.client("kube-apiserver"));

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                ServerTls.context(
                        new ReloadableKeyManager(TestServer.AUTHORITY
                                .server("localhost", "127.0.0.1")
                                .material()),
                        new ClientTrustManager(CLIENTS.bundle(), Set.of("kube-apiserver"))),
                true);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Client(String name, SSLContext tls) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Client> wrongOnes() {
        Instant now = Instant.now();
        return Stream.of(
                new Client("no certificate", TestServer.CLIENT),
                new Client(
                        "expired",
                        presenting(CLIENTS.leaf("kube-apiserver")
                                .forClients()
                                .valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)))
                                .issue())),
                new Client(
                        "not valid yet",
                        presenting(CLIENTS.leaf("kube-apiserver")
                                .forClients()
                                .valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)))
                                .issue())),
                new Client(
                        "another authority of the same name",
                        presenting(TestAuthority.create("client CA").client("kube-apiserver"))),
                new Client("another name", presenting(CLIENTS.client("somebody"))),
                new Client("a server's certificate", presenting(CLIENTS.server("kube-apiserver"))));
    }

    @ParameterizedTest
    @MethodSource("wrongOnes")
    void theWrongClientIsRefused(Client wrong) throws IOException {
        assertThatThrownBy(() -> review(wrong.tls())).isInstanceOf(IOException.class);
        assertThat(review(RIGHT).hasPatch()).isTrue();
    }

    @Test
    void theRightClientIsServed() throws IOException {
        assertThat(review(RIGHT).hasPatch()).isTrue();
    }

    private static Answer review(SSLContext client) throws IOException {
        ObjectNode review = Reviews.good();
        try (RawConnection connection = RawConnection.tls(server.port(), client)) {
            connection.send(RawConnection.post(Reviews.bytes(review)));
            return Answer.to(Reviews.uid(review), connection.read().body());
        }
    }

    private static SSLContext presenting(TestAuthority.Issued own) {
        return TestClient.presenting(own, TestServer.AUTHORITY.certificate());
    }
}
