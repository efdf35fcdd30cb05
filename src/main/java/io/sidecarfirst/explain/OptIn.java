package io.sidecarfirst.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which Pods are opted in: what the webhook configuration of a cluster selects by labels.
 *
 * @param rules a Pod that one of them selects is opted in
 * @param source where they are from, for a person
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-namespaceselector">
 *     Matching requests</a>
 */
public record OptIn(List<Rule> rules, String source) {
    private static final String LABEL = "sidecar-first.io/injection";
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final String CONFIGURATION = "zz-sidecar-first";
    private static final String WEBHOOK = "pods.sidecar-first.io";

    /** Labels of a namespace and of a Pod in it, that select together. */
    record Rule(LabelSelector namespaces, LabelSelector pods) {}

    /** Whether something is so, where that cannot always be known. */
    public enum Answer {
        /** It is so. */
        YES,
        /** It is not. */
        NO,
        /** What would tell could not be read. */
        UNKNOWN;

        static Answer of(boolean so) {
            return so ? YES : NO;
        }

        Answer and(Answer other) {
            return this == NO || other == NO ? NO : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : YES;
        }

        Answer or(Answer other) {
            return this == YES || other == YES ? YES : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : NO;
        }
    }

    public OptIn {
        rules = List.copyOf(rules);
    }

    /**
     * What this project's chart selects: namespaces with the label, and single Pods with the label in other namespaces.
     *
     * @param why why no webhook configuration tells
     */
    public static OptIn byDefaultLabel(String why) {
        LabelSelector.Requirement notKubeSystem =
                new LabelSelector.Requirement(NAMESPACE_NAME, "NotIn", List.of("kube-system"));
        LabelSelector.Requirement enabled = new LabelSelector.Requirement(LABEL, "In", List.of("enabled"));
        return new OptIn(
                List.of(
                        new Rule(
                                new LabelSelector(List.of(enabled, notKubeSystem)),
                                new LabelSelector(
                                        List.of(new LabelSelector.Requirement(LABEL, "NotIn", List.of("disabled"))))),
                        new Rule(new LabelSelector(List.of(notKubeSystem)), new LabelSelector(List.of(enabled)))),
                "the label " + LABEL + "=enabled (" + why + ")");
    }

    /** What the given MutatingWebhookConfigurations select; empty if none of them is this project's. */
    public static Optional<OptIn> of(List<JsonNode> configurations) {
        List<Rule> rules = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (JsonNode configuration : configurations) {
            if (isOurs(configuration)) {
                names.add(name(configuration));
                for (JsonNode webhook : configuration.path("webhooks")) {
                    rules.add(new Rule(
                            LabelSelector.of(webhook.path("namespaceSelector")),
                            LabelSelector.of(webhook.path("objectSelector"))));
                }
            }
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new OptIn(rules, "the webhook configuration " + String.join(", ", names)));
    }

    /** Whether a MutatingWebhookConfiguration is this project's: by its name, or by that of one of its webhooks. */
    public static boolean isOurs(JsonNode configuration) {
        return name(configuration).equals(CONFIGURATION)
                || Stream.iterate(0, i -> i < configuration.path("webhooks").size(), i -> i + 1)
                        .anyMatch(i -> configuration
                                .path("webhooks")
                                .path(i)
                                .path("name")
                                .asString("")
                                .equals(WEBHOOK));
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asString("");
    }

    /**
     * Whether a Pod is opted in.
     *
     * @param namespace its namespace's name
     * @param namespaceLabels that namespace's labels; empty if they could not be read
     * @param metadata the Pod's own metadata
     */
    public Answer of(String namespace, Optional<Map<String, String>> namespaceLabels, JsonNode metadata) {
        Map<String, String> known = new HashMap<>(namespaceLabels.orElse(Map.of()));
        known.put(NAMESPACE_NAME, namespace);
        Map<String, String> own = labels(metadata);
        Answer answer = Answer.NO;
        for (Rule rule : rules) {
            answer = answer.or(
                    rule.pods().matches(own, true).and(rule.namespaces().matches(known, namespaceLabels.isPresent())));
        }
        return answer;
    }

    /** The labels in an object's metadata. */
    public static Map<String, String> labels(JsonNode metadata) {
        Map<String, String> labels = new HashMap<>();
        metadata.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }
}
