package io.sidecarfirst.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sidecarfirst.manifest.Document;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An API server that only reads: objects by their paths, lists by pages, and what is forbidden. */
public final class FakeApiServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A list that is made while it is read. */
    public interface Items {
        int size();

        String item(int index);
    }

    private final HttpServer server;
    private final Map<String, JsonNode> objects = new TreeMap<>();
    private final Map<String, Items> lists = new TreeMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Predicate<String> forbidden = path -> false;
    private Optional<Integer> failing = Optional.empty();
    private Predicate<String> failed = path -> false;

    public FakeApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    /** Adds objects, each under its own path and in the lists of its namespace and of all. */
    public FakeApiServer with(String... yaml) {
        for (String text : yaml) {
            Manifest.parse(text).documents().stream()
                    .flatMap(document ->
                            document instanceof Document.Parsed parsed ? Stream.of(parsed.tree()) : Stream.empty())
                    .forEach(this::add);
        }
        return this;
    }

    private void add(JsonNode object) {
        String kind = object.path("kind").asString();
        String version = object.path("apiVersion").asString();
        String namespace = object.path("metadata").path("namespace").asString("");
        String group = version.contains("/") ? "apis/" + version : "api/" + version;
        String plural = (kind + "s").replaceFirst("ys$", "ies").toLowerCase(Locale.ROOT);
        String name = object.path("metadata").path("name").asString();
        objects.put(
                "/" + group + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + plural + "/" + name,
                object);
    }

    /** A list of its own. */
    public FakeApiServer list(String path, Items items) {
        lists.put(path, items);
        return this;
    }

    public FakeApiServer forbidding(Predicate<String> paths) {
        forbidden = paths;
        return this;
    }

    public FakeApiServer failing(int code, Predicate<String> paths) {
        failing = Optional.of(code);
        failed = paths;
        return this;
    }

    public List<String> requests() {
        return requests;
    }

    /** A kubeconfig for it. */
    public Path kubeconfig(Path folder, String namespace) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me%s}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: secret}}]
                """.formatted(
                        namespace.isEmpty() ? "" : ", namespace: " + namespace,
                        server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (forbidden.test(path)) {
                send(exchange, 403, status(403, path + " is forbidden: User \"me\" cannot read it"));
            } else if (failed.test(path)) {
                send(exchange, failing.orElse(500), status(failing.orElse(500), "etcd is on fire"));
            } else if (path.equals("/version")) {
                send(exchange, 200, "{\"gitVersion\":\"v1.35.1\"}");
            } else if (objects.containsKey(path)) {
                send(exchange, 200, objects.get(path).toString());
            } else if (lists.containsKey(path)) {
                page(exchange, lists.get(path));
            } else if (path.matches(".*/[a-z]+s")) {
                page(exchange, ofObjects(path));
            } else {
                send(exchange, 404, status(404, "not found"));
            }
        }
    }

    private Items ofObjects(String path) {
        String group = path.replaceAll("(/namespaces/[^/]+)?/[a-z]+s$", "");
        String plural = path.substring(path.lastIndexOf('/') + 1);
        String namespace = path.contains("/namespaces/") ? path.replaceAll(".*/namespaces/([^/]+)/.*", "$1") : "";
        List<String> items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(group + "/")
                        && entry.getKey().matches(".*/" + plural + "/[^/]+")
                        && (namespace.isEmpty()
                                || namespace.equals(entry.getValue()
                                        .path("metadata")
                                        .path("namespace")
                                        .asString(""))))
                .map(entry -> {
                    ObjectNode item = (ObjectNode) entry.getValue().deepCopy();
                    item.remove(List.of("kind", "apiVersion"));
                    return item.toString();
                })
                .toList();
        return new Items() {
            @Override
            public int size() {
                return items.size();
            }

            @Override
            public String item(int index) {
                return items.get(index);
            }
        };
    }

    private static void page(HttpExchange exchange, Items items) throws IOException {
        Map<String, String> query = query(exchange);
        int limit = Integer.parseInt(query.getOrDefault("limit", "1000000"));
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int to = Math.min(items.size(), from + limit);
        List<String> page = new ArrayList<>();
        for (int i = from; i < to; i++) {
            page.add(items.item(i));
        }
        String token = to < items.size() ? ",\"continue\":\"" + to + "\"" : "";
        send(
                exchange,
                200,
                "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"1\"" + token + "},\"items\":["
                        + String.join(",", page) + "]}");
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static String status(int code, String message) {
        ObjectNode status =
                JSON.createObjectNode().put("kind", "Status").put("code", code).put("message", message);
        ArrayNode causes = status.putArray("causes");
        causes.add("none");
        return status.toString();
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
