package io.sidecarfirst.bench.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A namespace of its own, whose Pods pass one webhook or none. It is deleted with all that is in it. */
public final class TrialNamespace implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    private static final int PATIENCE_SECONDS = 240;

    private final KubernetesClient client;
    private final String name = "sidecar-first-bench-" + UUID.randomUUID();

    private TrialNamespace(KubernetesClient client) {
        this.client = client;
    }

    /** A new one, without a webhook. */
    public static TrialNamespace create(KubernetesClient client) {
        return create(client, Map.of());
    }

    /** A new one with labels, such as that of a webhook. */
    public static TrialNamespace create(KubernetesClient client, Map<String, String> labels) {
        TrialNamespace namespace = new TrialNamespace(client);
        String inJson = JSON.writeValueAsString(labels);
        client.raw("/api/v1/namespaces", "POST", """
                {"apiVersion":"v1","kind":"Namespace",
                "metadata":{"name":"%s","labels":%s}}""".formatted(namespace.name, inJson));
        return namespace;
    }

    /**
     * Has its Pods pass a webhook. A failure of the webhook fails the Pod: it must not look like a fast answer.
     *
     * @param authority of its certificate, in PEM
     */
    public TrialNamespace behind(URI webhook, String authority) {
        String bundle = Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
        client.raw(CONFIGURATIONS, "POST", """
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration",
                "metadata":{"name":"%s"},"webhooks":[{"name":"pods.bench.example.com","admissionReviewVersions":["v1"],
                "sideEffects":"None","failurePolicy":"Fail","timeoutSeconds":10,
                "clientConfig":{"url":"%s","caBundle":"%s"},
                "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"%s"}},
                "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"],
                "scope":"Namespaced"}]}]}""".formatted(name, webhook, bundle, name));
        return this;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Creates a Pod as a dry run, which passes all of the admission and is not stored. */
    public String tryPod(String pod) {
        return client.raw("/api/v1/namespaces/" + name + "/pods?dryRun=All", "POST", pod);
    }

    /** Creates a Pod. */
    public void createPod(String pod) {
        client.raw("/api/v1/namespaces/" + name + "/pods", "POST", pod);
    }

    /**
     * Tries until a Pod comes out right: there is a service account for it, and the API server has seen the webhook.
     *
     * @throws IllegalStateException if it does not in four minutes
     */
    public void awaitPod(String pod, Predicate<JsonNode> isRight) throws InterruptedException {
        Instant giveUp = Instant.now().plusSeconds(PATIENCE_SECONDS);
        String last = "it is not as it should be";
        while (Instant.now().isBefore(giveUp)) {
            try {
                if (isRight.test(JSON.readTree(tryPod(pod)))) {
                    return;
                }
            } catch (KubernetesClientException e) {
                last = String.valueOf(e.getMessage());
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("a Pod in " + name + ": " + last);
    }

    /**
     * Waits until a container has written a line with a word and a time in seconds, and returns the time.
     *
     * @throws IllegalStateException if it has not in four minutes
     */
    public double awaitTime(String pod, String container, String word) throws InterruptedException {
        Instant giveUp = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (Instant.now().isBefore(giveUp)) {
            Optional<String> line = log(pod, container).stream()
                    .flatMap(String::lines)
                    .filter(written -> written.matches(word + " \\d+\\.\\d+"))
                    .findFirst();
            if (line.isPresent()) {
                return Double.parseDouble(line.get().substring(word.length()));
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException(pod + ": its container " + container + " has not written that it " + word);
    }

    private Optional<String> log(String pod, String container) {
        try {
            return Optional.ofNullable(client.pods()
                    .inNamespace(name)
                    .withName(pod)
                    .inContainer(container)
                    .getLog());
        } catch (KubernetesClientException e) {
            // It has not started yet.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        delete(CONFIGURATIONS);
        delete("/api/v1/namespaces");
    }

    private void delete(String kind) {
        try {
            client.raw(kind + "/" + name, "DELETE", null);
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
        }
    }
}
