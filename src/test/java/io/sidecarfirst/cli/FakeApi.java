package io.sidecarfirst.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** An API server with one Pod, web-0 in the namespace shop, which changes from one look to the next. */
public final class FakeApi implements AutoCloseable {
    /** What is answered. */
    public record Reply(int code, String body) {
        public static Reply refused(int code, String message) {
            return new Reply(code, "{\"kind\":\"Status\",\"message\":\"" + message + "\"}");
        }
    }

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Reply events = new Reply(200, "{\"kind\":\"EventList\",\"items\":[]}");

    private FakeApi(HttpServer server) {
        this.server = server;
    }

    /** The function gives the Pod at the n-th look, counted from 0. */
    public static FakeApi start(IntFunction<Reply> pod) throws IOException {
        FakeApi api = new FakeApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        api.server.createContext("/", exchange -> api.answer(exchange, pod));
        api.server.start();
        return api;
    }

    public FakeApi events(Reply reply) {
        events = reply;
        return this;
    }

    private void answer(HttpExchange exchange, IntFunction<Reply> pod) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI().toString());
            Reply reply = exchange.getRequestURI().getPath().endsWith("/events")
                    ? events
                    : pod.apply(looks.getAndIncrement());
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.code(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public List<String> requests() {
        return requests;
    }

    public Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me, namespace: shop}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: secret}}]
                """.formatted(server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
