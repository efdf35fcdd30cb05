package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.source.Sources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** A server that ends loses no request that it has begun. */
@Timeout(60)
class DrainingTest {
    private final ObjectNode review = Reviews.good();
    private final byte[] body = Reviews.bytes(review);
    private final CountDownLatch release = new CountDownLatch(1);

    /** Takes its time over a Pod that is called {@code held}. */
    private final Gate gate = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, List.of((context, candidate) -> {
        if (context.pod().root().path("metadata").path("name").asString("").equals("held")) {
            hold(release);
        }
        return Optional.empty();
    }));

    @Test
    void closingLetsARequestInWorkFinishAndTakesNoNewOne() throws Exception {
        TestServer server = TestServer.start(gate, Duration.ofSeconds(30));
        ObjectNode held = Reviews.good();
        ((ObjectNode) held.path("request").path("object").path("metadata")).put("name", "held");
        try (RawConnection inWork = server.connect();
                RawConnection idle = server.connect()) {
            assertGated(idle.send(RawConnection.post(body)).read());
            inWork.send(RawConnection.post(Reviews.bytes(held)));
            await().until(() -> server.inFlight() == 1);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            await().until(() -> !answersAReview(server));
            assertThat(closing).isNotDone();
            reply(idle).ifPresent(late -> {
                assertThat(late.status()).isEqualTo(503);
                assertThat(late.headers()).containsEntry("retry-after", "1").containsEntry("connection", "close");
            });

            release.countDown();
            RawConnection.Reply reply = inWork.read();
            assertThat(Answer.to(Reviews.uid(held), reply.body()).hasPatch()).isTrue();
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void closingWaitsNoLongerThanTheDrainTimeout() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            TestServer server = TestServer.start(gate, Duration.ofMillis(200));
            ObjectNode held = Reviews.good();
            ((ObjectNode) held.path("request").path("object").path("metadata")).put("name", "held");
            try (RawConnection inWork = server.connect()) {
                inWork.send(RawConnection.post(Reviews.bytes(held)));
                await().until(() -> server.inFlight() == 1);
                CompletableFuture.runAsync(server::close).get(30, TimeUnit.SECONDS);
                inWork.readToTheEnd();
                assertThat(log.text()).contains("what was still in flight is cut off");
            } finally {
                release.countDown();
            }
        }
    }

    @Test
    void idleConnectionsDoNotMakeClosingAnError() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            TestServer server = TestServer.start(gate, Duration.ofSeconds(1));
            try (RawConnection idle = server.connect()) {
                assertGated(idle.send(RawConnection.post(body)).read());
                server.close();
                assertThat(idle.isClosedByServer()).isTrue();
            }
            assertThat(log.text()).doesNotContain("ERROR");
        }
    }

    @Test
    void whileDrainingItAnswersAndSendsClientsElsewhere() throws IOException {
        try (TestServer server = TestServer.start();
                RawConnection connection = server.connect()) {
            RawConnection.Reply before =
                    connection.send(RawConnection.post(body)).read();
            assertGated(before);
            assertThat(before.headers()).doesNotContainKey("connection");

            server.readiness.drain();
            RawConnection.Reply after =
                    connection.send(RawConnection.post(body)).read();
            assertGated(after);
            assertThat(after.headers()).containsEntry("connection", "close");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answersAReview(TestServer server) {
        try (RawConnection connection = server.connect()) {
            return isAnswered(connection);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAnswered(RawConnection connection) {
        return reply(connection).map(reply -> reply.status() == 200).orElse(false);
    }

    /** Nothing if the connection is closed. */
    private Optional<RawConnection.Reply> reply(RawConnection connection) {
        try {
            return Optional.of(connection.send(RawConnection.post(body)).read());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void assertGated(RawConnection.Reply reply) {
        RawConnection.assertGated(review, reply);
    }
}
