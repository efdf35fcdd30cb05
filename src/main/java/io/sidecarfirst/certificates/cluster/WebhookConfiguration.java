package io.sidecarfirst.certificates.cluster;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.sidecarfirst.certificates.CaBundle;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A MutatingWebhookConfiguration, by way of an API server. */
final class WebhookConfiguration implements LiveTrust {
    private static final String MANAGER = "sidecar-first";

    private final KubernetesClient client;
    private final String name;

    WebhookConfiguration(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public Optional<Seen> read() {
        MutatingWebhookConfiguration found = Calls.call(
                "reading MutatingWebhookConfiguration " + name, () -> resource().get());
        if (found == null) {
            return Optional.empty();
        }
        return Optional.of(new Seen(
                found.getMetadata().getResourceVersion(),
                found.getWebhooks().stream().map(WebhookConfiguration::bundle).toList()));
    }

    private static CaBundle bundle(MutatingWebhook webhook) {
        String base64 = webhook.getClientConfig().getCaBundle();
        return base64 == null
                ? CaBundle.EMPTY
                : CaBundle.parse(Base64.getDecoder().decode(base64));
    }

    /**
     * By JSON Patch. A server-side apply would make us an owner of the list's items as well, and then nobody could remove
     * or rename a webhook by an apply of theirs: what is left of it, our part, is not valid by itself.
     */
    @Override
    public boolean write(Seen seen, CaBundle bundle) {
        String base64 = Base64.getEncoder().encodeToString(bundle.pem().getBytes(StandardCharsets.US_ASCII));
        // Writing the version that was read makes the API server refuse the patch if there is a newer one.
        StringBuilder patch = new StringBuilder("[" + operation("/metadata/resourceVersion", seen.version()));
        for (int i = 0; i < seen.bundles().size(); i++) {
            patch.append(',').append(operation("/webhooks/" + i + "/clientConfig/caBundle", base64));
        }
        String body = patch.append(']').toString();
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(MANAGER)
                .build();
        return Calls.ifUnchanged(
                "writing the caBundle of MutatingWebhookConfiguration " + name,
                () -> resource().patch(context, body));
    }

    /** Neither value has characters that JSON would escape. */
    private static String operation(String path, String value) {
        return "{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":\"" + value + "\"}";
    }

    private Resource<MutatingWebhookConfiguration> resource() {
        return client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(name);
    }

    @Override
    public ApiServerException missing() {
        return new ApiServerException("there is no MutatingWebhookConfiguration " + name
                + "; the API server sends no Pod here before there is (is sidecar-first being installed or removed?)");
    }
}
