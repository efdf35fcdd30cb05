package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.apiserver.FakeApiServer.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An API server that keeps objects by their paths: it creates, changes and evicts them as a real one does. */
final class FakeCluster implements Function<Request, Reply> {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final List<String> evicted = new ArrayList<>();
    private int version = 100;

    /** What is answered instead; null for what is usual. */
    private @Nullable Function<Request, @Nullable Reply> instead;

    /** Puts an object there, with a new resourceVersion. */
    synchronized void put(String path, JsonNode object) {
        ObjectNode copy = (ObjectNode) object.deepCopy();
        copy.withObjectProperty("metadata").put("resourceVersion", "" + ++version);
        objects.put("/" + path, copy);
    }

    synchronized ObjectNode get(String path) {
        return there("/" + path).deepCopy();
    }

    private ObjectNode there(String path) {
        return Objects.requireNonNull(objects.get(path));
    }

    /** The names of the Pods that were evicted. */
    synchronized List<String> evicted() {
        return List.copyOf(evicted);
    }

    synchronized void forgetEvictions() {
        evicted.clear();
    }

    /** The Events there are: their reasons by the kind of what they are on. */
    synchronized List<String> events() {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().contains("/events/"))
                .map(entry -> entry.getValue().path("reason").asString() + " on "
                        + entry.getValue().at("/involvedObject/kind").asString() + " x"
                        + entry.getValue().path("count").asInt())
                .sorted()
                .collect(Collectors.toList());
    }

    /** What the Events say. */
    synchronized List<String> messages() {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().contains("/events/"))
                .map(entry -> entry.getValue().path("message").asString())
                .collect(Collectors.toList());
    }

    synchronized void answer(@Nullable Function<Request, @Nullable Reply> other) {
        instead = other;
    }

    @Override
    public synchronized Reply apply(Request request) {
        Reply other = instead == null ? null : instead.apply(request);
        if (other != null) {
            return other;
        }
        String path = request.path();
        return switch (request.method()) {
            case "GET" -> read(request, path);
            case "POST" -> path.endsWith("/eviction") ? evict(path, request.body()) : create(path, request.body());
            default -> patch(path, JSON.readTree(request.body()));
        };
    }

    private Reply read(Request request, String path) {
        if (String.valueOf(request.uri().getQuery()).contains("watch=true")) {
            return Reply.ok("").open();
        }
        ObjectNode object = objects.get(path);
        if (object != null) {
            return Reply.ok(object.toString());
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (!List.of("pods", "events", "namespaces").contains(last)) {
            return Reply.refused(404, path + " not found");
        }
        return Reply.ok(objects.entrySet().stream()
                .filter(entry -> entry.getKey().matches(".*/" + last + "/[^/]+"))
                .map(entry -> entry.getValue().toString())
                .collect(Collectors.joining(
                        ",",
                        "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"items\":[",
                        "]}")));
    }

    private Reply create(String list, String body) {
        JsonNode object = JSON.readTree(body);
        String path = list + "/" + object.at("/metadata/name").asString();
        if (objects.containsKey(path)) {
            return Reply.refused(409, path + " already exists");
        }
        put(path.substring(1), object);
        return new Reply(201, there(path).toString());
    }

    private Reply evict(String path, String body) {
        String pod = path.replaceAll("/eviction$", "");
        JsonNode preconditions = JSON.readTree(body).at("/deleteOptions/preconditions");
        ObjectNode there = objects.get(pod);
        if (there == null) {
            return Reply.refused(404, "not found");
        }
        JsonNode metadata = there.path("metadata");
        if (!preconditions.path("uid").equals(metadata.path("uid"))
                || !preconditions.path("resourceVersion").equals(metadata.path("resourceVersion"))) {
            return Reply.refused(409, "the precondition does not hold");
        }
        objects.remove(pod);
        evicted.add(metadata.path("name").asString());
        return new Reply(201, "{\"kind\":\"Status\",\"metadata\":{},\"status\":\"Success\"}");
    }

    private Reply patch(String path, JsonNode body) {
        ObjectNode there = objects.get(path);
        if (there == null) {
            return Reply.refused(404, path + " not found");
        }
        ObjectNode changed = there.deepCopy();
        if (body.isArray()) {
            for (JsonNode operation : body) {
                String place = operation.path("path").asString();
                int slash = place.lastIndexOf('/');
                ((ObjectNode) changed.at(place.substring(0, slash)))
                        .set(place.substring(slash + 1), operation.path("value"));
            }
        } else {
            body.properties().forEach(field -> {
                if (field.getKey().equals("metadata")) {
                    changed.withObjectProperty("metadata").setAll((ObjectNode) field.getValue());
                } else {
                    changed.set(field.getKey(), field.getValue());
                }
            });
        }
        if (!changed.at("/metadata/resourceVersion").equals(there.at("/metadata/resourceVersion"))) {
            return Reply.refused(409, "the object has been modified");
        }
        put(path.substring(1), changed);
        return Reply.ok(there(path).toString());
    }
}
