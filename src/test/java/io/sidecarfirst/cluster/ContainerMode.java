package io.sidecarfirst.cluster;

import io.sidecarfirst.gate.GateImage;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.image.GateProgramImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The webhook in this JVM, with a gate container as its default, and the namespaces that it looks at. */
final class ContainerMode implements AutoCloseable {
    private static boolean loaded;

    private final Cluster cluster;
    private final String label = WebhookRegistration.label();
    private final LocalWebhook webhook;
    private final List<String> namespaces = new ArrayList<>();
    private final WebhookRegistration registration;

    private ContainerMode(Cluster cluster, String name) {
        this.cluster = cluster;
        this.webhook = LocalWebhook.start(cluster, Gates.with(settings(image(cluster))));
        this.registration =
                WebhookRegistration.create(cluster, name, webhook.url(), webhook.authorityPem(), label, false);
    }

    /**
     * Starts it.
     *
     * @param name of the webhook configuration
     */
    static ContainerMode start(String name) {
        return new ContainerMode(Cluster.shared(), name);
    }

    private static Settings settings(GateImage image) {
        return new Settings(
                Settings.DEFAULT_STARTUP_BUDGET_SECONDS,
                Timing.DERIVED,
                false,
                ReleaseAfter.DEFAULTS,
                GateMode.CONTAINER,
                image);
    }

    /** The program's image, which the cluster's node has, and pulls from nowhere. */
    private static synchronized GateImage image(Cluster cluster) {
        String image = GateProgramImage.build();
        if (!loaded) {
            cluster.load(image);
            loaded = true;
        }
        return new GateImage(image, "Never", List.of());
    }

    /** A namespace with these labels whose Pods pass the webhook; it waits until they do. */
    String namespace(String name, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put(label, "enabled");
        cluster.namespace(name, labels);
        namespaces.add(name);
        registration.awaiting(() ->
                isGated(cluster.createPod(name, KubeletPod.example(), true).body()));
        return name;
    }

    private static boolean isGated(JsonNode pod) {
        return KubeletPod.gate(pod).isObject();
    }

    @Override
    public void close() {
        registration.close();
        webhook.close();
        namespaces.forEach(cluster::deleteNamespace);
    }
}
