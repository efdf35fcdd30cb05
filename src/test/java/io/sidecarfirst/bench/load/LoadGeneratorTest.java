package io.sidecarfirst.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import io.sidecarfirst.certificates.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers by turns: well, well in chunks, without a patch, and that it has no capacity. */
class LoadGeneratorTest {
    private static final byte[] PATCHED = "{\"response\":{\"patch\":\"W10=\"}}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLAIN = "{\"response\":{}}".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger turns = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(
                ServerTls.context(new ReloadableKeyManager(SelfMadeCertificate.make(List.of())))));
        server.setExecutor(threads);
        server.createContext("/mutate", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int turn = turns.getAndIncrement() % 4;
            byte[] answer = turn == 2 ? PLAIN : PATCHED;
            // A length of 0 means: in chunks.
            exchange.sendResponseHeaders(turn == 3 ? 503 : 200, turn == 1 ? 0 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private Measurement run(Body body) throws InterruptedException {
        URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/mutate");
        return LoadGenerator.run(url, LoadPlan.of(40, List.of(body), 4), () -> Double.NaN);
    }

    @Test
    void rightAnswersAndErrorsAnd503AreToldApart() throws InterruptedException {
        Measurement measured = run(Body.TYPICAL);

        assertThat(turns).hasValue(40);
        assertThat(measured.good().count()).isEqualTo(20);
        assertThat(measured.errors()).isEqualTo(10);
        assertThat(measured.overloaded()).isEqualTo(10);
        assertThat(measured.firstError())
                .hasValueSatisfying(error -> assertThat(error).contains("200"));
        assertThat(measured.figures().get(Figure.CPU)).isEmpty();
    }

    @Test
    void aPodWithoutSidecarsNeedsNoPatch() throws InterruptedException {
        Measurement measured = run(Body.parse("0:6k"));

        assertThat(measured.good().count()).isEqualTo(30);
        assertThat(measured.errors()).isZero();
    }
}
