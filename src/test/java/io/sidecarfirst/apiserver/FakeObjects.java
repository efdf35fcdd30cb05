package io.sidecarfirst.apiserver;

import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.apiserver.FakeApiServer.Request;
import io.sidecarfirst.manifest.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects to be read, by their paths and in lists, page by page; and what may not or cannot be read. */
public final class FakeObjects implements Function<Request, Reply> {
    /** What the kubelet says of the sidecar {@code proxy}. */
    public static final String PROBE_FAILED = """
            apiVersion: v1
            kind: Event
            metadata: {name: e, namespace: shop}
            reason: Unhealthy
            message: 'Startup probe failed: dial tcp 10.42.0.6:8080: connect: connection refused'
            lastTimestamp: "2026-01-01T12:00:00Z"
            involvedObject: {fieldPath: 'spec.initContainers{proxy}'}
            """;

    private record Items(int size, IntFunction<String> item) {}

    private final Map<String, JsonNode> objects = new TreeMap<>();
    private final Map<String, Items> lists = new TreeMap<>();
    private Predicate<String> forbidden = path -> false;
    private Predicate<String> failed = path -> false;
    private int failure = 500;

    /** Adds objects, each under its own path and in the lists of its namespace and of all. */
    public FakeObjects with(String... yaml) {
        for (String text : yaml) {
            Manifest.parse(text).trees().forEach(this::add);
        }
        return this;
    }

    private void add(JsonNode object) {
        String kind = object.path("kind").asString();
        String version = object.path("apiVersion").asString();
        String namespace = namespace(object);
        String group = version.contains("/") ? "apis/" + version : "api/" + version;
        String plural = (kind + "s").replaceFirst("ys$", "ies").toLowerCase(Locale.ROOT);
        String name = object.path("metadata").path("name").asString();
        objects.put(
                "/" + group + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + plural + "/" + name,
                object);
    }

    private static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asString("");
    }

    /** A list whose items are made when they are read. */
    public FakeObjects list(String path, int size, IntFunction<String> item) {
        lists.put(path, new Items(size, item));
        return this;
    }

    public FakeObjects forbidding(Predicate<String> paths) {
        forbidden = paths;
        return this;
    }

    public FakeObjects failing(int code, Predicate<String> paths) {
        failure = code;
        failed = paths;
        return this;
    }

    @Override
    public Reply apply(Request request) {
        String path = request.path();
        if (forbidden.test(path)) {
            return Reply.refused(403, path + " is forbidden: User \"me\" cannot read it");
        } else if (failed.test(path)) {
            return Reply.refused(failure, "etcd is on fire");
        } else if (path.equals("/version")) {
            return Reply.ok("{\"gitVersion\":\"v1.35.1\"}");
        } else if (objects.containsKey(path)) {
            return Reply.ok(objects.get(path).toString());
        } else if (lists.containsKey(path)) {
            return page(request, lists.get(path));
        }
        return path.matches(".*/[a-z]+s") ? page(request, ofObjects(path)) : Reply.refused(404, "not found");
    }

    private Items ofObjects(String path) {
        String group = path.replaceAll("(/namespaces/[^/]+)?/[a-z]+s$", "");
        String plural = path.substring(path.lastIndexOf('/') + 1);
        String namespace = path.contains("/namespaces/") ? path.replaceAll(".*/namespaces/([^/]+)/.*", "$1") : "";
        List<String> items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(group + "/"))
                .filter(entry -> entry.getKey().matches(".*/" + plural + "/[^/]+"))
                .filter(entry -> namespace.isEmpty() || namespace.equals(namespace(entry.getValue())))
                .map(entry -> ((ObjectNode) entry.getValue().deepCopy())
                        .remove(List.of("kind", "apiVersion"))
                        .toString())
                .toList();
        return new Items(items.size(), items::get);
    }

    private static Reply page(Request request, Items items) {
        Map<String, String> query = request.query();
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int to = (int) Math.min(
                items.size(), from + Long.parseLong(query.getOrDefault("limit", "" + Integer.MAX_VALUE)));
        String next = to < items.size() ? ",\"continue\":\"" + to + "\"" : "";
        return Reply.ok(IntStream.range(from, to)
                .mapToObj(items.item())
                .collect(Collectors.joining(
                        ",",
                        "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"1\"" + next + "},\"items\":[",
                        "]}")));
    }
}
