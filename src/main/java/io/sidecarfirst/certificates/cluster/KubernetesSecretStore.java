package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ObjectName;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The Secret, by way of an API server. */
final class KubernetesSecretStore implements SecretStore {
    private static final String MANAGER = "sidecar-first";

    /** Whoever applies a Secret without data gives up the data that it owned, so this must be somebody else. */
    private static final String MAKER = "sidecar-first-create";

    private final ObjectName name;
    private final ReconciledObject object;

    KubernetesSecretStore(ApiServer server, ObjectName name) {
        this.name = name;
        this.object = new ReconciledObject(
                server,
                "api/v1/namespaces/" + ApiServer.segment(name.namespace()) + "/secrets/"
                        + ApiServer.segment(name.name()),
                "Secret " + name);
    }

    @Override
    public Optional<Stored> read() {
        return object.read()
                .map(found -> new Stored(
                        found.at("/metadata/resourceVersion").asString(""),
                        SecretContent.parse(decoded(found.path("data")))));
    }

    /**
     * By server-side apply, not by POST: there the API server knows the name, so that a role which names the Secret is
     * enough (a POST needs the right to create any Secret). And one that somebody else has made meanwhile stays as it
     * is.
     *
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources">RBAC: create
     *     cannot be restricted by name</a>, for POST
     */
    @Override
    public void create() {
        object.make(named().put("type", "Opaque"), MAKER);
    }

    @Override
    public boolean write(Stored read, SecretContent content) {
        ObjectNode fields = named();
        fields.withObjectProperty("metadata").put("resourceVersion", read.version());
        ObjectNode data = fields.putObject("data");
        content.data().forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value)));
        return object.applyIfUnchanged(fields, MANAGER);
    }

    private ObjectNode named() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("name", name.name()).put("namespace", name.namespace());
        return secret;
    }

    private static Map<String, byte[]> decoded(JsonNode data) {
        Map<String, byte[]> decoded = new HashMap<>();
        data.forEachEntry((key, value) -> decoded.put(key, Base64.getDecoder().decode(value.asString(""))));
        return decoded;
    }
}
