package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** A body that does not arrive counts as in flight only until the read timeout. */
@Timeout(60)
class SlowRequestTest {
    private static final Limits SHORT = new Limits(8 << 20, Duration.ofMillis(700), 4);

    @Test
    void aStalledBodyIs408() throws IOException {
        try (TestServer server = TestServer.start(SHORT);
                RawConnection connection = server.connect()) {
            RawConnection.Reply reply = connection
                    .send(RawConnection.head("Content-Length: 1000") + "{\"kind\":")
                    .read();
            assertTimedOut(reply);
            assertThat(connection.isClosedByServer()).isTrue();
            assertAnswersAGoodReview(server);
        }
    }

    @Test
    void aDrippingBodyIs408() throws Exception {
        try (TestServer server = TestServer.start(SHORT);
                RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("Content-Length: 1000000"));
            CountDownLatch answered = new CountDownLatch(1);
            CompletableFuture<Void> drip = CompletableFuture.runAsync(() -> {
                try {
                    while (!answered.await(50, TimeUnit.MILLISECONDS)) {
                        connection.send(" ");
                    }
                } catch (IOException | InterruptedException e) {
                    // The server has closed the connection.
                }
            });
            assertTimedOut(connection.read());
            answered.countDown();
            drip.get(30, TimeUnit.SECONDS);
            assertAnswersAGoodReview(server);
        }
    }

    @Test
    void aDrippingTlsRecordIsCutOff() throws Exception {
        try (CapturedLog log = new CapturedLog();
                TestServer server = TestServer.start(SHORT);
                SlowProxy proxy = SlowProxy.to(server.port());
                RawConnection connection = RawConnection.tls(proxy.port(), TestServer.CLIENT)) {
            connection.send(RawConnection.head("Content-Length: 10000"));
            await().until(() -> server.inFlight() == 1);
            proxy.drip();
            connection.send(" ".repeat(10_000));
            await().until(() -> server.inFlight() == 0);
            assertAnswersAGoodReview(server);
            assertThat(log.atLeast(Level.WARN)).as(log.text()).isZero();
        }
    }

    @Test
    void aClientThatGoesAwayMidBodyIsNoError() throws IOException {
        try (CapturedLog log = new CapturedLog();
                TestServer server = TestServer.start()) {
            RawConnection connection = server.connect();
            connection.send(RawConnection.head("Content-Length: 1000") + "{\"x\": \"hunter2-SECRET");
            await().until(() -> server.inFlight() == 1);
            connection.close();
            await().until(() -> server.inFlight() == 0);
            assertAnswersAGoodReview(server);
            assertThat(log.text()).doesNotContain("hunter2-SECRET");
            assertThat(log.atLeast(Level.WARN)).as(log.text()).isZero();
        }
    }

    @Test
    void aClientThatResetsMidBodyIsNoError() throws IOException {
        try (CapturedLog log = new CapturedLog();
                TestServer server = TestServer.start()) {
            RawConnection connection = server.connect();
            connection.send(RawConnection.head("Transfer-Encoding: chunked") + "5\r\nhello\r\n");
            await().until(() -> server.inFlight() == 1);
            connection.reset();
            await().until(() -> server.inFlight() == 0);
            assertAnswersAGoodReview(server);
            assertThat(log.atLeast(Level.WARN)).as(log.text()).isZero();
        }
    }

    private static void assertTimedOut(RawConnection.Reply reply) {
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.body()).contains("did not arrive within");
        assertThat(reply.headers()).containsEntry("connection", "close");
    }

    private static void assertAnswersAGoodReview(TestServer server) throws IOException {
        ObjectNode review = Reviews.good();
        try (RawConnection connection = server.connect()) {
            RawConnection.Reply reply =
                    connection.send(RawConnection.post(Reviews.bytes(review))).read();
            assertThat(Answer.to(Reviews.uid(review), reply.body()).hasPatch()).isTrue();
        }
    }
}
