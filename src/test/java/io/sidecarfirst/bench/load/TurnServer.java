package io.sidecarfirst.bench.load;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
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

/** Answers by turns: well, well in chunks, without a patch, and that it has no capacity. */
final class TurnServer implements AutoCloseable {
    private static final byte[] PATCHED = "{\"response\":{\"patch\":\"W10=\"}}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLAIN = "{\"response\":{}}".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger turns = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;

    TurnServer() throws IOException {
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

    URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/mutate");
    }

    /** How many requests there were. */
    int turns() {
        return turns.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
