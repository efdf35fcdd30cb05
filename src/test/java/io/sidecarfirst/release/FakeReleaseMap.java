package io.sidecarfirst.release;

import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.apiserver.FakeApiServer.Request;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An API server with one ConfigMap, {@code here/releases}, or none. */
public final class FakeReleaseMap implements Function<Request, Reply> {
    public static final String NAMESPACE = "here";
    public static final String NAME = "releases";
    private static final String LIST = "/api/v1/namespaces/here/configmaps";
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What the next watches are answered, one after the other; those after them stay open. */
    public final BlockingQueue<Reply> watches = new LinkedBlockingQueue<>();

    /** What the next requests but watches are answered instead. */
    public final BlockingQueue<Reply> refusals = new LinkedBlockingQueue<>();

    /** Run before the next patch, as somebody who is faster. */
    Runnable faster = () -> {};

    /** Run before the next watch. */
    Runnable onWatch = () -> {};

    private @Nullable ObjectNode data = JsonNodeFactory.instance.objectNode();
    private int version = 1;

    public synchronized void hold(@Nullable Releases releases) {
        data = releases == null ? null : releases.data();
        version++;
    }

    public synchronized Releases held() {
        return data == null ? Releases.NONE : Releases.read(data);
    }

    @Override
    public Reply apply(Request request) {
        if (String.valueOf(request.uri().getQuery()).contains("watch=true")) {
            onWatch.run();
            onWatch = () -> {};
            Reply reply = watches.poll();
            return reply == null ? Reply.ok("").open() : reply;
        }
        Reply refusal = refusals.poll();
        if (refusal != null) {
            return refusal;
        }
        if (request.method().equals("PATCH")) {
            faster.run();
            faster = () -> {};
            return patch(request);
        }
        synchronized (this) {
            if (request.path().equals(LIST)) {
                return Reply.ok("{\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\"" + version
                        + "\"},\"items\":[" + (data == null ? "" : map()) + "]}");
            }
            return data == null ? Reply.refused(404, "configmaps \"releases\" not found") : Reply.ok(map().toString());
        }
    }

    private synchronized Reply patch(Request request) {
        JsonNode body = JSON.readTree(request.body());
        if (body.isObject()) {
            data = data == null ? JsonNodeFactory.instance.objectNode() : data;
        } else if (data == null) {
            return Reply.refused(404, "configmaps \"releases\" not found");
        } else {
            for (JsonNode operation : body) {
                if (operation.path("path").asString().equals("/metadata/resourceVersion")
                        && !operation.path("value").asString().equals("" + version)) {
                    return Reply.refused(409, "the object has been modified");
                } else if (operation.path("path").asString().equals("/data")) {
                    data = (ObjectNode) operation.path("value");
                }
            }
        }
        version++;
        return Reply.ok(map().toString());
    }

    private ObjectNode map() {
        ObjectNode map = JSON.createObjectNode();
        map.put("kind", "ConfigMap").put("apiVersion", "v1");
        map.putObject("metadata").put("name", NAME).put("resourceVersion", "" + version);
        map.set("data", data);
        return map;
    }

    /** A line of a watch. */
    public static String event(String type, int version, Releases releases) {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        ObjectNode object = event.putObject("object");
        object.putObject("metadata").put("name", NAME).put("resourceVersion", "" + version);
        object.set("data", releases.data());
        return event + "\n";
    }
}
