package io.sidecarfirst.server;

import static io.sidecarfirst.server.RawConnection.assertGated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.source.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** The request that is one too many is told so at once, and comes back later. */
@Timeout(60)
class OverloadTest {
    private static final int IN_FLIGHT = 3;

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger computed = new AtomicInteger();
    private final Gate slow = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, List.of((context, candidate) -> {
        computed.incrementAndGet();
        awaitEnd(end);
        return Optional.empty();
    }));

    @Test
    void oneTooManyIs503AndLaterRequestsAreFine() throws IOException {
        Limits limits = new Limits(8 << 20, Duration.ofSeconds(30), IN_FLIGHT);
        ObjectNode review = Reviews.good();
        byte[] post = RawConnection.post(Reviews.bytes(review));
        List<RawConnection> held = new ArrayList<>();
        try (TestServer server = TestServer.start(slow, limits)) {
            for (int i = 0; i < IN_FLIGHT; i++) {
                held.add(server.connect().send(post));
            }
            await().until(() -> computed.get() == IN_FLIGHT);

            try (RawConnection late = server.connect()) {
                for (int i = 0; i < 3; i++) {
                    RawConnection.Reply refused = late.send(post).read();
                    assertThat(refused.status()).isEqualTo(503);
                    assertThat(refused.headers()).containsEntry("retry-after", "1");
                    assertThat(refused.body()).isEqualTo("too many requests at once; try again\n");
                }
                end.countDown();
                for (RawConnection connection : held) {
                    assertGated(review, connection.read());
                }
                await().until(() -> server.inFlight() == 0);
                assertGated(review, late.send(post).read());
            }
            assertThat(server.metric("sidecar_first_refused_requests_total{status=\"503\"}"))
                    .isEqualTo(3);
        } finally {
            end.countDown();
            for (RawConnection connection : held) {
                connection.close();
            }
        }
    }

    /** An API server that is told so in time tries again, perhaps at another replica. */
    @Test
    void whoWaitsBehindReviewsThatDoNotEndIsTold503() throws IOException {
        ObjectNode review = Reviews.good();
        byte[] post = RawConnection.post(Reviews.bytes(review));
        List<RawConnection> first = new ArrayList<>();
        try (TestServer server = TestServer.start(slow)) {
            int slots = Runtime.getRuntime().availableProcessors() + WebhookServer.SPARE_SLOTS;
            for (int i = 0; i < slots; i++) {
                first.add(server.connect().send(post));
            }
            await().until(() -> computed.get() == slots);
            try (RawConnection late = server.connect()) {
                RawConnection.Reply refused = late.send(post).read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.headers()).containsEntry("retry-after", "1");
                assertThat(refused.body()).isEqualTo("too many reviews wait for their turn; try again\n");
                end.countDown();
                for (RawConnection connection : first) {
                    assertGated(review, connection.read());
                }
                assertGated(review, late.send(post).read());
            }
        } finally {
            for (RawConnection connection : first) {
                connection.close();
            }
        }
    }

    /** Eight megabytes of empty objects would take a quarter of a gigabyte as a tree. */
    @Test
    void aBodyThatWouldTakeMuchMoreMemoryThanItHasBytesIsNotReadToItsEnd() throws IOException {
        String start = "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                + "\"request\":{\"uid\":\"u\",\"x\":[";
        String bomb = start + "{},".repeat(2_600_000) + "{}]}}";
        ObjectNode review = Reviews.good();
        byte[] post = RawConnection.post(bomb.getBytes(StandardCharsets.UTF_8));
        try (CapturedLog log = new CapturedLog();
                TestServer server = TestServer.start();
                RawConnection connection = server.connect()) {
            RawConnection.Reply allowed = connection.send(post).read();
            assertThat(allowed.status()).isEqualTo(200);
            Answer answer = Answer.to("u", allowed.body());
            assertThat(answer.allowed() && !answer.hasPatch()).isTrue();
            assertThat(log.text()).contains("more than 400000 JSON tokens").doesNotContain("ERROR", "\tat ");
            try (RawConnection next = server.connect()) {
                assertGated(
                        review,
                        next.send(RawConnection.post(Reviews.bytes(review))).read());
            }
        }
    }

    /** Its body is read to the end and dropped: a client that still writes would not see an answer. */
    @Test
    void aLargeBodyForWhichThereIsNoMemoryIs503AndItsConnectionGoesOn() throws IOException {
        Limits limits = new Limits(8 << 20, Duration.ofSeconds(30), 256, 32 << 20);
        byte[] large = RawConnection.post(new byte[7 << 20]);
        ObjectNode review = Reviews.good();
        byte[] small = RawConnection.post(Reviews.bytes(review));
        try (TestServer server = TestServer.start(limits);
                RawConnection stalls = server.connect();
                RawConnection refused = server.connect()) {
            stalls.send(Arrays.copyOf(large, 5 << 20));
            await().until(() -> refused.send(large).read().status() == 503);
            assertGated(review, refused.send(small).read());
            assertThat(stalls.send(Arrays.copyOfRange(large, 5 << 20, large.length))
                            .read()
                            .status())
                    .isEqualTo(400);
            await().until(() -> refused.send(large).read().status() == 400);
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
