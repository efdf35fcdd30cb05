package io.sidecarfirst.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** A MutatingWebhookConfiguration for an endpoint on this machine, with the settings of a real installation. */
public final class WebhookRegistration implements AutoCloseable {
    private static final String CONDITION = "has(object.spec.initContainers) && object.spec.initContainers.exists(c,"
            + " has(c.restartPolicy) && c.restartPolicy == 'Always' && !has(c.startupProbe))";

    private final Cluster cluster;
    private final String name;

    private WebhookRegistration(Cluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /** Registers the endpoint for namespaces with that label. */
    public static WebhookRegistration create(
            Cluster cluster, String name, String url, String authorityPem, String label, boolean onlyUngated) {
        var builder = new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addNewWebhook()
                .withName("pods." + name + ".example.com")
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Ignore")
                .withTimeoutSeconds(3)
                .withReinvocationPolicy("IfNeeded")
                .withMatchPolicy("Equivalent")
                .withNewClientConfig()
                .withUrl(url)
                .withCaBundle(Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.UTF_8)))
                .endClientConfig()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of(label, "enabled"))
                .endNamespaceSelector()
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .withScope("Namespaced")
                .endRule();
        if (onlyUngated) {
            builder.addNewMatchCondition()
                    .withName("has-ungated-sidecar")
                    .withExpression(CONDITION)
                    .endMatchCondition();
        }
        MutatingWebhookConfiguration configuration = builder.endWebhook().build();
        cluster.client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .resource(configuration)
                .create();
        return new WebhookRegistration(cluster, name);
    }

    /** API servers take a moment to see a configuration: waits until it has the effect that the probe looks for. */
    public WebhookRegistration awaiting(Callable<Boolean> effect) {
        await().atMost(Duration.ofMinutes(1)).until(effect);
        return this;
    }

    public static String label() {
        return "sidecar-first.test/" + UUID.randomUUID();
    }

    @Override
    public void close() {
        cluster.client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(name)
                .delete();
    }
}
