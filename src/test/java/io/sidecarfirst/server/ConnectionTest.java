package io.sidecarfirst.server;

import static io.sidecarfirst.server.RawConnection.assertGated;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.admission.Reviews;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** What connections may carry, and what they may not. */
@Timeout(60)
class ConnectionTest {
    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void manyReviewsFitOneConnection() throws IOException {
        try (RawConnection connection = server.connect()) {
            for (int i = 0; i < 20; i++) {
                ObjectNode review = Reviews.good();
                connection.send(RawConnection.post(Reviews.bytes(review)));
                assertGated(review, connection.read());
            }
        }
    }

    @Test
    void aRefusalOfABodyDoesNotEndTheConnection() throws IOException {
        ObjectNode review = Reviews.good();
        try (RawConnection connection = server.connect()) {
            assertThat(connection
                            .send(RawConnection.post("nonsense".getBytes(US_ASCII)))
                            .read()
                            .status())
                    .isEqualTo(400);
            assertGated(
                    review,
                    connection.send(RawConnection.post(Reviews.bytes(review))).read());
        }
    }

    @Test
    void pipelinedReviewsAreAnsweredInOrder() throws IOException {
        ObjectNode first = Reviews.good();
        ObjectNode second = Reviews.good();
        ObjectNode third = Reviews.good();
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.join(
                    RawConnection.post(Reviews.bytes(first)),
                    RawConnection.post(Reviews.bytes(second)),
                    RawConnection.post(Reviews.bytes(third))));
            assertGated(first, connection.read());
            assertGated(second, connection.read());
            assertGated(third, connection.read());
        }
    }

    @Test
    void aChunkedBodyIsRead() throws IOException {
        ObjectNode review = Reviews.good();
        String body = review.toString();
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("Transfer-Encoding: chunked") + "1\r\n{\r\n"
                    + Integer.toHexString(body.length() - 1) + "\r\n" + body.substring(1) + "\r\n0\r\n\r\n");
            assertGated(review, connection.read());
        }
    }

    /** What is too much is no request. */
    @Test
    void aBodyThatIsLongerThanAnnouncedIsAnsweredUpToThere() throws IOException {
        ObjectNode review = Reviews.good();
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.join(RawConnection.post(Reviews.bytes(review)), new byte[] {1, 2, 13, 10}));
            assertGated(review, connection.read());
            assertThat(connection.read().status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
        }
        assertAlive();
    }

    @Test
    void aBodyThatIsShorterThanAnnouncedIsNotAnswered() throws IOException {
        byte[] body = Reviews.bytes(Reviews.good());
        try (RawConnection connection = server.connect()) {
            connection
                    .send(RawConnection.head("Content-Length: " + (body.length + 1)))
                    .send(body);
            connection.tls().shutdownOutput();
            connection.readToTheEnd();
        }
        assertAlive();
    }

    /** As a client does that knows of no TLS extension to ask first. */
    @Test
    void http2IsRefused() throws IOException {
        try (RawConnection connection = server.connect()) {
            RawConnection.Reply reply =
                    connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").read();
            assertThat(reply.status()).isBetween(400, 505);
            assertThat(connection.isClosedByServer()).isTrue();
        }
        assertAlive();
    }

    @Test
    void whoeverExpectsA100HearsIt() throws IOException {
        ObjectNode review = Reviews.good();
        byte[] body = Reviews.bytes(review);
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("Content-Length: " + body.length, "Expect: 100-continue"));
            assertThat(connection.read().status()).isEqualTo(100);
            assertGated(review, connection.send(body).read());
        }
    }

    @Test
    void whoeverExpectsA100ForTooMuchHearsNo() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("Content-Length: " + (9 << 20), "Expect: 100-continue"));
            assertThat(connection.read().status()).isEqualTo(413);
        }
    }

    @Test
    void plainHttpIsToldToUseHttps() throws IOException {
        try (RawConnection connection = RawConnection.plain(server.port())) {
            RawConnection.Reply reply =
                    connection.send("GET /mutate HTTP/1.1\r\nHost: a\r\n\r\n").read();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).isEqualTo("this port speaks HTTPS; use https://\n");
            assertThat(reply.headers()).containsEntry("connection", "close");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aPlainReviewIsNotAnswered() throws IOException {
        try (RawConnection connection = RawConnection.plain(server.port())) {
            assertThat(connection
                            .send(RawConnection.post(Reviews.bytes(Reviews.good())))
                            .read()
                            .status())
                    .isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
        }
        assertAlive();
    }

    /** The JDK would not send it any more, so here it is by hand: a ClientHello of TLS 1.1. */
    @Test
    void tls11IsRefused() throws IOException {
        String hello = "0302" + "ab".repeat(32) + "00" + "0008" + "c013c014002f0035" + "0100";
        String handshake = "01" + HexFormat.of().toHexDigits(hello.length() / 2, 6) + hello;
        String record = "160301" + HexFormat.of().toHexDigits(handshake.length() / 2, 4) + handshake;
        try (RawConnection connection = RawConnection.plain(server.port())) {
            connection.send(HexFormat.of().parseHex(record));
            byte[] alert = connection.readBytes(7);
            assertThat(alert[0]).as("an alert").isEqualTo((byte) 21);
            assertThat(alert[5]).as("fatal").isEqualTo((byte) 2);
            assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
        }
        assertAlive();
    }

    private static void assertAlive() throws IOException {
        ObjectNode review = Reviews.good();
        try (RawConnection connection = server.connect()) {
            assertGated(
                    review,
                    connection.send(RawConnection.post(Reviews.bytes(review))).read());
        }
    }
}
