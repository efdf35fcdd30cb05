package io.sidecarfirst.release;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The ConfigMap in which releases are kept, by way of an API server. */
public final class ReleaseStore {
    private static final String MANAGER = "sidecar-first";

    /** Whoever applies a ConfigMap without data gives up the data that it owned, so this must be somebody else. */
    private static final String MAKER = "sidecar-first-create";

    private static final String COMPONENT_LABEL = "app.kubernetes.io/component";
    private static final String COMPONENT = "released-gates";

    /** Somebody else is faster this often in a row only if two programs write all the time. */
    private static final int ATTEMPTS = 10;

    private final ApiServer server;
    private final String namespace;
    private final String name;

    /**
     * @param namespace of the ConfigMap
     * @param name of the ConfigMap
     */
    public ReleaseStore(ApiServer server, String namespace, String name) {
        this.server = server;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * What is kept at one moment.
     *
     * @param version the ConfigMap's resourceVersion
     */
    public record Stored(String version, Releases releases) {
        static Stored of(JsonNode map) {
            return new Stored(
                    map.path("metadata").path("resourceVersion").asString(""), Releases.read(map.path("data")));
        }
    }

    /** {@code ConfigMap NAMESPACE/NAME}, for messages. */
    public String describe() {
        return "ConfigMap " + namespace + "/" + name;
    }

    /**
     * Reads it; empty if there is no such ConfigMap.
     *
     * @throws ApiServerException if it cannot be read
     */
    public Optional<Stored> read() throws InterruptedException {
        ApiServer.Answer answer = server.get(path(), "ConfigMap");
        return answer.code() == HttpURLConnection.HTTP_NOT_FOUND
                ? Optional.empty()
                : Optional.of(Stored.of(succeeded("reading ", answer).body()));
    }

    /**
     * Changes what is kept, and makes the ConfigMap where it was deleted; asked again where somebody else has changed
     * it meanwhile.
     *
     * @param change may be asked more than once; nothing is written where it changes nothing
     * @return what is kept by then
     * @throws ApiServerException if it cannot be read or written
     */
    public Releases change(UnaryOperator<Releases> change) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Stored> stored = read();
            Releases changed = change.apply(stored.map(Stored::releases).orElse(Releases.NONE));
            if (changed.equals(stored.map(Stored::releases).orElse(Releases.NONE))) {
                return changed;
            }
            if (stored.isEmpty()) {
                make();
            } else if (write(stored.get().version(), changed)) {
                return changed;
            }
        }
        throw new ApiServerException("writing " + describe() + ": others change it all the time; try again later");
    }

    /**
     * What was found of them in a namespace.
     *
     * @param refusal why they may not be read, in the API server's words; null where they may
     */
    public record Found(List<ReleaseStore> stores, @Nullable String refusal) {
        public Found {
            stores = List.copyOf(stores);
        }
    }

    /**
     * Those in a namespace, by the label that the chart gives them.
     *
     * @throws ApiServerException if there is no answer
     */
    public static Found in(ApiServer server, String namespace) throws InterruptedException {
        List<ReleaseStore> stores = new ArrayList<>();
        ApiServer.Answer answer = server.list(
                list(namespace),
                "labelSelector=" + COMPONENT_LABEL.replace("/", "%2F") + "%3D" + COMPONENT,
                map -> stores.add(new ReleaseStore(
                        server, namespace, map.at("/metadata/name").asString(""))));
        return answer.code() == HttpURLConnection.HTTP_OK
                ? new Found(stores, null)
                : new Found(List.of(), answer.message());
    }

    /** By server-side apply: a role that names the ConfigMap is enough for that, as it is not for a POST. */
    private void make() throws InterruptedException {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        map.put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata")
                .put("name", name)
                .put("namespace", namespace)
                .putObject("labels")
                .put(COMPONENT_LABEL, COMPONENT);
        var unused = succeeded("making ", server.apply(path(), map, MAKER));
    }

    /**
     * By JSON Patch: whatever is there goes, whoever has written it, such as a person by {@code kubectl edit}.
     *
     * @return whether it was still of that version; if not, nothing was written
     */
    private boolean write(String version, Releases releases) throws InterruptedException {
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        // Writing the version that was read makes the API server refuse the patch if there is a newer one.
        operations
                .addObject()
                .put("op", "add")
                .put("path", "/metadata/resourceVersion")
                .put("value", version);
        operations.addObject().put("op", "add").put("path", "/data").set("value", releases.data());
        ApiServer.Answer answer = server.patch(path(), operations, MANAGER);
        if (answer.code() == HttpURLConnection.HTTP_CONFLICT || answer.code() == HttpURLConnection.HTTP_NOT_FOUND) {
            return false;
        }
        var unused = succeeded("writing ", answer);
        return true;
    }

    private ApiServer.Answer succeeded(String doing, ApiServer.Answer answer) {
        if (answer.code() < HttpURLConnection.HTTP_MULT_CHOICE) {
            return answer;
        }
        throw new ApiServerException(doing + describe() + ": " + answer.refusal());
    }

    private String path() {
        return list(namespace) + "/" + ApiServer.segment(name);
    }

    static String list(String namespace) {
        return "api/v1/namespaces/" + ApiServer.segment(namespace) + "/configmaps";
    }
}
