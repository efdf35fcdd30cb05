package io.sidecarfirst.certificates.cluster;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.certificates.CaBundle;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A MutatingWebhookConfiguration, by way of an API server. */
final class WebhookConfiguration implements LiveTrust {
    private static final String MANAGER = "sidecar-first";

    private final KubernetesClient client;
    private final String name;

    /** The names of its webhooks as they were read last; the apply needs them as keys. */
    private List<String> webhooks = List.of();

    WebhookConfiguration(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public Optional<Seen> read() {
        MutatingWebhookConfiguration found = Calls.call(
                "reading MutatingWebhookConfiguration " + name,
                () -> client.admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName(name)
                        .get());
        if (found == null) {
            return Optional.empty();
        }
        webhooks = found.getWebhooks().stream().map(MutatingWebhook::getName).toList();
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

    @Override
    public boolean write(Seen seen, CaBundle bundle) {
        String base64 = Base64.getEncoder().encodeToString(bundle.pem().getBytes(StandardCharsets.US_ASCII));
        MutatingWebhookConfiguration patch = new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(name)
                .withResourceVersion(seen.version())
                .endMetadata()
                .withWebhooks(webhooks.stream()
                        .map(webhook -> new MutatingWebhookBuilder()
                                .withName(webhook)
                                .withNewClientConfig()
                                .withCaBundle(base64)
                                .endClientConfig()
                                .build())
                        .toList())
                .build();
        return Calls.ifUnchanged(
                "writing the caBundle of MutatingWebhookConfiguration " + name,
                () -> client.resource(patch).patch(Calls.apply(MANAGER)));
    }

    @Override
    public ApiServerException missing() {
        return new ApiServerException("there is no MutatingWebhookConfiguration " + name
                + "; the API server sends no Pod here before there is (is sidecar-first being installed or removed?)");
    }
}
