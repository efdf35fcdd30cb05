package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.certificates.CertificateFiles;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.certificates.TestClient;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** New certificate files count from the next handshake on, and disturb nobody. */
@Timeout(60)
class CertificateSwapTest {
    private static final TestAuthority.Issued OLD = TestServer.AUTHORITY.server("localhost", "127.0.0.1");
    private static final TestAuthority.Issued NEW = TestServer.AUTHORITY.server("localhost", "127.0.0.1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final CertificateFiles files = new CertificateFiles(Duration.ofMillis(20));

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @BeforeEach
    void start() {
        OLD.writeTo(directory);
        server = TestServer.start(
                ServerTls.context(files.keys(directory.resolve("tls.crt"), directory.resolve("tls.key"))), false);
    }

    @AfterEach
    void stop() {
        server.close();
        files.close();
    }

    @Test
    void anOpenConnectionGoesOnAndTheNextSeesTheNewOne() throws IOException {
        try (RawConnection open = server.connect()) {
            assertGated(open);
            NEW.writeTo(directory);
            await().until(() -> served().equals(serial(NEW)));
            assertGated(open);
            assertThat(serial(open)).isEqualTo(serial(OLD));
        }
    }

    @Test
    void aHalfWrittenPairKeepsTheOld() throws IOException {
        try (CapturedLog log = new CapturedLog()) {
            Files.writeString(directory.resolve("tls.crt"), NEW.certificatePem());
            await().until(() -> log.text().contains("not reloaded"));
            assertThat(served()).isEqualTo(serial(OLD));
            Files.writeString(directory.resolve("tls.key"), NEW.keyPem());
            await().until(() -> served().equals(serial(NEW)));
        }
    }

    private BigInteger served() throws IOException {
        // A client that remembers a session would remember its certificate, too.
        SSLContext client = TestClient.trusting(TestServer.AUTHORITY.certificate());
        try (RawConnection connection = RawConnection.tls(server.port(), client)) {
            assertGated(connection);
            return serial(connection);
        }
    }

    private static BigInteger serial(RawConnection connection) throws IOException {
        return ((X509Certificate) connection.tls().getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    private static BigInteger serial(TestAuthority.Issued issued) {
        return issued.certificate().getSerialNumber();
    }

    private static void assertGated(RawConnection connection) throws IOException {
        ObjectNode review = Reviews.good();
        connection.send(RawConnection.post(Reviews.bytes(review)));
        assertThat(Answer.to(Reviews.uid(review), connection.read().body()).hasPatch())
                .isTrue();
    }
}
