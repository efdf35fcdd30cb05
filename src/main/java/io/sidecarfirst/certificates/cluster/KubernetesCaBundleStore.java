package io.sidecarfirst.certificates.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.certificates.CaBundle;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The caBundle of a MutatingWebhookConfiguration, by way of an API server. */
final class KubernetesCaBundleStore implements CaBundleStore {
    private static final String MANAGER = "sidecar-first";

    private final ReconciledObject object;

    KubernetesCaBundleStore(ApiServer server, String name) {
        this.object = new ReconciledObject(
                server,
                "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/" + ApiServer.segment(name),
                "MutatingWebhookConfiguration " + name);
    }

    @Override
    public Optional<Seen> read() {
        return object.read()
                .map(found -> new Seen(
                        found.at("/metadata/resourceVersion").asString(""),
                        found.path("webhooks")
                                .valueStream()
                                .map(KubernetesCaBundleStore::bundle)
                                .toList()));
    }

    private static CaBundle bundle(JsonNode webhook) {
        String base64 = webhook.at("/clientConfig/caBundle").asString("");
        return CaBundle.parse(Base64.getDecoder().decode(base64));
    }

    /**
     * By JSON Patch. A server-side apply would make us an owner of the list's items as well, and then nobody could
     * remove or rename a webhook by an apply of theirs: what is left of it, our part, is not valid by itself.
     */
    @Override
    public boolean write(Seen seen, CaBundle bundle) {
        String base64 = Base64.getEncoder().encodeToString(bundle.pem().getBytes(US_ASCII));
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        // Writing the version that was read makes the API server refuse the patch if there is a newer one.
        add(operations, "/metadata/resourceVersion", seen.version());
        for (int i = 0; i < seen.bundles().size(); i++) {
            add(operations, "/webhooks/" + i + "/clientConfig/caBundle", base64);
        }
        return object.patchIfUnchanged("caBundle", operations, MANAGER);
    }

    private static void add(ArrayNode operations, String path, String value) {
        operations.addObject().put("op", "add").put("path", path).put("value", value);
    }

    @Override
    public ApiServerException missing() {
        return new ApiServerException("there is no " + object.what()
                + "; the API server sends no Pod here before there is (is sidecar-first being installed or removed?)");
    }
}
