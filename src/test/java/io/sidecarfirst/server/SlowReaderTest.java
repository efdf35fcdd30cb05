package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Reviews;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A client that does not read its answers holds no thread. */
@Timeout(120)
class SlowReaderTest {
    /** More than the server has threads. */
    private static final int CONNECTIONS = 24;

    /** Only so that a broken test ends. */
    private static final Duration ENOUGH = Duration.ofSeconds(50);

    @Test
    void clientsThatReadNothingDoNotStopTheOthers() throws IOException {
        assertOthersAreAnsweredBeside(manySidecars(100));
    }

    /** Each is larger than the buffers of a connection. */
    @Test
    void largeAnswersThatNobodyReadsDoNotStopTheOthers() throws IOException {
        assertOthersAreAnsweredBeside(manySidecars(400));
    }

    @Test
    void whoDoesNotReadForTooLongIsCutOff() throws IOException, InterruptedException {
        byte[] post = RawConnection.post(Reviews.bytes(manySidecars(400)));
        CountDownLatch cutOff = new CountDownLatch(1);
        try (TestServer server = TestServer.start(new Limits(8 << 20, Duration.ofSeconds(1), 4));
                RawConnection greedy = RawConnection.withoutRoom(server.port(), TestServer.CLIENT)) {
            greedy.sendForEver(post, new AtomicInteger(), cutOff::countDown);
            assertThat(cutOff.await(ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
            await().atMost(ENOUGH).until(() -> server.inFlight() == 0);
            assertThat(status(server, post)).isEqualTo(200);
        }
    }

    private static ObjectNode manySidecars(int count) {
        ObjectNode pod = Reviews.pod();
        ArrayNode sidecars = (ArrayNode) pod.at("/spec/initContainers");
        JsonNode first = sidecars.get(0);
        // A large answer, so that few of them fill the buffers between the server and its client.
        for (int i = 0; i < count; i++) {
            sidecars.add(((ObjectNode) first.deepCopy()).put("name", "sidecar-" + i));
        }
        return Reviews.creating(pod);
    }

    private static void assertOthersAreAnsweredBeside(ObjectNode review) throws IOException {
        byte[] post = RawConnection.post(Reviews.bytes(review));
        AtomicInteger sent = new AtomicInteger();
        List<RawConnection> greedy = new ArrayList<>();
        try (TestServer server = TestServer.start(new Limits(8 << 20, Duration.ofMinutes(5), 256))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                greedy.add(RawConnection.withoutRoom(server.port(), TestServer.CLIENT));
            }
            greedy.forEach(connection -> connection.sendForEver(post, sent, () -> {}));
            awaitStuck(sent);
            byte[] other = RawConnection.post(Reviews.bytes(Reviews.good()));
            // 503 while they are not quite stuck yet.
            await().atMost(ENOUGH).until(() -> status(server, other) == 200);
        } finally {
            for (RawConnection connection : greedy) {
                connection.close();
            }
        }
    }

    /** Until nothing more is taken from them. */
    private static void awaitStuck(AtomicInteger sent) {
        AtomicInteger before = new AtomicInteger(-1);
        await().atMost(ENOUGH)
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> before.getAndSet(sent.get()) == sent.get());
    }

    private static int status(TestServer server, byte[] post) throws IOException {
        try (RawConnection other = server.connect()) {
            return other.send(post).read().status();
        }
    }
}
