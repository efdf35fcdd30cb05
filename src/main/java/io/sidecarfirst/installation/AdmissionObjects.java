package io.sidecarfirst.installation;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The objects by which an API server changes new Pods, this project's and others, as far as they could be read.
 *
 * @param configurations MutatingWebhookConfigurations
 * @param policies MutatingAdmissionPolicies, of any version of their API
 * @param bindings their MutatingAdmissionPolicyBindings
 * @param fallback what counts as installed where none of them is this project's
 */
public record AdmissionObjects(
        List<JsonNode> configurations, List<JsonNode> policies, List<JsonNode> bindings, Installation fallback) {
    private static final String CONFIGURATION = "zz-sidecar-first";
    private static final String WEBHOOK = "pods.sidecar-first.io";
    private static final String NAME_LABEL = "app.kubernetes.io/name";
    private static final String NAME = "sidecar-first";

    public AdmissionObjects {
        configurations = List.copyOf(configurations);
        policies = List.copyOf(policies);
        bindings = List.copyOf(bindings);
    }

    /** This project's configurations: told by their name, or by that of one of their webhooks. */
    List<JsonNode> ourConfigurations() {
        return configurations.stream()
                .filter(configuration -> name(configuration).equals(CONFIGURATION)
                        || webhooks(configuration)
                                .anyMatch(webhook ->
                                        webhook.path("name").asString("").equals(WEBHOOK)))
                .toList();
    }

    /** This project's policies: told by their label, whatever their name. */
    List<JsonNode> ourPolicies() {
        return policies.stream()
                .filter(policy -> policy.path("metadata")
                        .path("labels")
                        .path(NAME_LABEL)
                        .asString("")
                        .equals(NAME))
                .toList();
    }

    /** The bindings without which a policy does nothing, whoever wrote them. */
    List<JsonNode> bindingsOf(JsonNode policy) {
        return bindings.stream()
                .filter(binding ->
                        binding.path("spec").path("policyName").asString("").equals(name(policy)))
                .toList();
    }

    static Stream<JsonNode> webhooks(JsonNode configuration) {
        return configuration.path("webhooks").valueStream();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asString("");
    }
}
