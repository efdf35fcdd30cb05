package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.HttpsConnection;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Under a closed loop that keeps all processors busy, everybody gets a turn. What is counted is not time, which a busy
 * machine makes long for all, but how many answers others got while one waited for its own: when turns are fair, about
 * as many as there are connections.
 */
@Timeout(300)
class FairnessTest {
    private static final int CONNECTIONS = 16;
    private static final int REQUESTS = 16_000;

    /**
     * Far more than a client is overtaken while its own thread waits for a processor, and far less than where requests
     * starve: one is answered after several thousands of others then, or by none.
     */
    private static final long MOST = 100 * CONNECTIONS;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    @Test
    void nobodyIsOvertakenManyTimes() throws IOException, InterruptedException, ExecutionException {
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try (TestServer server = TestServer.start()) {
            URI url = URI.create("https://127.0.0.1:" + server.port() + "/mutate");
            List<Future<Long>> most = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                most.add(connections.submit(loop(url)));
            }
            for (Future<Long> overtaken : most) {
                assertThat(overtaken.get()).isLessThan(MOST);
            }
        } finally {
            connections.shutdownNow();
        }
    }

    /** By how many answers to others one request of this connection was overtaken at most. */
    private Callable<Long> loop(URI url) {
        return () -> {
            long most = 0;
            try (HttpsConnection connection = new HttpsConnection(url, TestServer.PATIENCE)) {
                byte[] request = connection.request(Body.LARGE);
                while (sent.getAndIncrement() < REQUESTS) {
                    long before = answered.get();
                    HttpsConnection.Answer answer = connection.send(request);
                    most = Math.max(most, answered.getAndIncrement() - before);
                    assertThat(answer.status() == 503 || answer.isGoodFor(Body.LARGE))
                            .as("%s", answer)
                            .isTrue();
                }
            }
            return most;
        };
    }
}
