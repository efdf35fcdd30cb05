package io.sidecarfirst.apiserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An API server of a test's own: it answers as the test says, and remembers what it was asked. */
public final class FakeApiServer implements AutoCloseable {

    /**
     * What it was asked.
     *
     * @param headers by their names, in which upper and lower case are one
     * @param caller the name in a client's certificate, or an Authorization header; null where there is neither
     */
    public record Request(
            String method,
            URI uri,
            String body,
            Map<String, List<String>> headers,
            @Nullable String caller) {
        public String path() {
            return uri.getPath();
        }

        Map<String, String> query() {
            String query = uri.getRawQuery();
            return query == null
                    ? Map.of()
                    : Arrays.stream(query.split("&", -1))
                            .map(pair -> pair.split("=", 2))
                            .collect(Collectors.toMap(
                                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        }

        @Override
        public String toString() {
            return method + " " + uri;
        }
    }

    /** How an answer ends. */
    private enum Ending {
        COMPLETE,
        /** The connection closes before all of it was sent. */
        CUT,
        /** The connection stays open, and nothing more comes. */
        OPEN
    }

    /** What it answers. */
    public record Reply(int code, String body, Ending ending) {
        public Reply(int code, String body) {
            this(code, body, Ending.COMPLETE);
        }

        /** The same, after which the connection closes although more was promised. */
        public Reply cut() {
            return new Reply(code, body, Ending.CUT);
        }

        /** The same, after which nothing more comes until the server is closed. */
        public Reply open() {
            return new Reply(code, body, Ending.OPEN);
        }

        /** To another address. */
        public static Reply redirect(String url) {
            return new Reply(HttpURLConnection.HTTP_MOVED_TEMP, url);
        }

        public static Reply ok(String body) {
            return new Reply(200, body);
        }

        /** A Status, as an API server makes them of errors. */
        public static Reply refused(int code, String message) {
            return new Reply(
                    code,
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("kind", "Status")
                            .put("code", code)
                            .put("message", message)
                            .toString());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private FakeApiServer(HttpServer server, Function<Request, Reply> answers) {
        this.server = server;
        server.createContext("/", exchange -> answer(exchange, answers));
        server.setExecutor(threads);
        server.start();
    }

    /** Starts one on a free port, by plain HTTP. */
    public static FakeApiServer start(Function<Request, Reply> answers) throws IOException {
        return new FakeApiServer(HttpServer.create(anyPort(), 0), answers);
    }

    /** Starts one by HTTPS, which asks clients for certificates but does not need them. */
    public static FakeApiServer start(SSLContext tls, Function<Request, Reply> answers) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        return new FakeApiServer(server, answers);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void answer(HttpExchange exchange, Function<Request, Reply> answers) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    headers,
                    caller(exchange));
            requests.add(request);
            Reply reply = answers.apply(request);
            send(exchange, reply);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        long promised = body.length == 0 ? -1 : body.length;
        if (reply.code() == HttpURLConnection.HTTP_MOVED_TEMP) {
            exchange.getResponseHeaders().set("Location", reply.body());
        }
        switch (reply.ending()) {
            case COMPLETE -> exchange.sendResponseHeaders(reply.code(), promised);
            case CUT -> exchange.sendResponseHeaders(reply.code(), body.length + 1L);
            case OPEN -> exchange.sendResponseHeaders(reply.code(), 0);
        }
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        if (reply.ending() == Ending.OPEN) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The server is closed.
                Thread.currentThread().interrupt();
            }
        }
    }

    private static @Nullable String caller(HttpExchange exchange) {
        if (exchange instanceof HttpsExchange https) {
            try {
                return https.getSSLSession().getPeerPrincipal().getName();
            } catch (SSLPeerUnverifiedException e) {
                // No certificate: the header tells.
            }
        }
        return exchange.getRequestHeaders().getFirst("Authorization");
    }

    /** Who has asked so far. */
    public Set<String> callers() {
        return requests.stream()
                .map(request -> String.valueOf(request.caller()))
                .collect(Collectors.toSet());
    }

    /** All that it was asked so far. */
    public List<String> requests() {
        return requests.stream().map(Request::toString).toList();
    }

    /** The same, with this method. */
    public List<String> requests(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .map(Request::toString)
                .toList();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port();
    }

    /** A kubeconfig for it, with this default namespace. */
    public Path kubeconfig(Path folder, String namespace) throws IOException {
        return kubeconfig(folder, namespace, "server: \"" + url() + "\"", "token: secret");
    }

    /** A kubeconfig. */
    public static Path kubeconfig(Path folder, String namespace, String cluster, String user) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me, namespace: "%s"}}]
                clusters: [{name: here, cluster: {%s}}]
                users: [{name: me, user: {%s}}]
                """.formatted(namespace, cluster, user));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
