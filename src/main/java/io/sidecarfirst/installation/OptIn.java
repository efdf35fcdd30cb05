package io.sidecarfirst.installation;

import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.WellKnown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which Pods are opted in: what the webhook configuration or the policy of a cluster selects by labels.
 *
 * @param rules a Pod is opted in if one of them selects it
 * @param installation what they are taken from
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-namespaceselector">
 *     Matching requests</a>
 */
public record OptIn(List<Rule> rules, Installation installation) {
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    /**
     * Selects a Pod by its labels and by those of its namespace: both must match.
     *
     * @param mode what holds its mains back, where the Pod does not say it; null for the mode of the settings
     */
    record Rule(
            LabelSelector namespaces,
            LabelSelector pods,
            @Nullable GateMode mode) {

        /** The selectors of a webhook, of a policy or of its binding. */
        static Rule of(JsonNode matching) {
            return new Rule(
                    LabelSelector.of(matching.path("namespaceSelector")),
                    LabelSelector.of(matching.path("objectSelector")),
                    mode(matching.path("clientConfig")));
        }

        /** The end of the path that a webhook is asked at. */
        private static @Nullable GateMode mode(JsonNode clientConfig) {
            String path = clientConfig
                    .at("/service/path")
                    .asString(clientConfig.path("url").asString(""));
            return GateMode.of(path.substring(path.lastIndexOf('/') + 1)).orElse(null);
        }

        Rule and(Rule other) {
            return new Rule(namespaces.and(other.namespaces), pods.and(other.pods), mode);
        }

        Rule and(LabelSelector.Requirement ofNamespaces, @Nullable GateMode other) {
            return new Rule(namespaces.and(new LabelSelector(List.of(ofNamespaces))), pods, other);
        }
    }

    /** The answer to a question where what is needed for it cannot always be read. */
    public enum Answer {
        /** Yes. */
        YES,
        /** No. */
        NO,
        /** Not known: something could not be read. */
        UNKNOWN;

        static Answer of(boolean isYes) {
            return isYes ? YES : NO;
        }

        /** Yes only where both are. */
        public Answer and(Answer other) {
            return this == NO || other == NO ? NO : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : YES;
        }

        Answer or(Answer other) {
            return this == YES || other == YES ? YES : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : NO;
        }
    }

    public OptIn {
        rules = List.copyOf(rules);
    }

    /** What this project's webhooks and policies among these select; what its chart's would, where there are none. */
    public static OptIn of(AdmissionObjects objects) {
        List<JsonNode> configurations = objects.ourConfigurations();
        List<JsonNode> policies = objects.ourPolicies();
        List<Rule> rules = new ArrayList<>();
        configurations.stream()
                .flatMap(AdmissionObjects::webhooks)
                .map(Rule::of)
                .forEach(rules::add);
        for (JsonNode policy : policies) {
            Rule constraints = Rule.of(policy.path("spec").path("matchConstraints"));
            objects.bindingsOf(policy).stream()
                    .map(binding -> Rule.of(binding.path("spec").path("matchResources")))
                    .map(constraints::and)
                    .forEach(rules::add);
        }
        List<String> names = policies.stream()
                .map(policy -> AdmissionObjects.name(policy)
                        + (objects.bindingsOf(policy).isEmpty() ? " (without a binding)" : ""))
                .toList();
        Installation installation =
                Installation.of(configurations.isEmpty() ? null : webhook(configurations), names, objects.fallback());
        return new OptIn(installation.isFound() ? rules : rulesOfTheChart(), installation);
    }

    private static Installation.Webhook webhook(List<JsonNode> configurations) {
        return new Installation.Webhook(
                configurations.stream().map(AdmissionObjects::name).toList(),
                asked(configurations, "/service/namespace").distinct().toList(),
                asked(configurations, "/url")
                        .map(url -> url.replaceFirst("/mutate(/[a-z]+)?$", ""))
                        .distinct()
                        .toList());
    }

    private static Stream<String> asked(List<JsonNode> configurations, String pointer) {
        return configurations.stream()
                .flatMap(AdmissionObjects::webhooks)
                .map(webhook -> webhook.path("clientConfig").at(pointer).asString(""))
                .filter(text -> !text.isEmpty());
    }

    /** The chart's: namespaces with the label, and single Pods with the label in other namespaces. */
    private static List<Rule> rulesOfTheChart() {
        LabelSelector.Requirement notOfTheSystem =
                new LabelSelector.Requirement(NAMESPACE_NAME, "NotIn", List.of("kube-system", "kube-node-lease"));
        LabelSelector.Requirement enabled =
                new LabelSelector.Requirement(WellKnown.INJECTION_LABEL, "In", List.of(WellKnown.ENABLED));
        Rule namespaces = new Rule(
                new LabelSelector(List.of(enabled, notOfTheSystem)),
                new LabelSelector(List.of(new LabelSelector.Requirement(
                        WellKnown.INJECTION_LABEL, "NotIn", List.of(WellKnown.DISABLED)))),
                null);
        Rule pods = new Rule(new LabelSelector(List.of(notOfTheSystem)), new LabelSelector(List.of(enabled)), null);
        return Stream.of(namespaces, pods)
                .flatMap(rule -> Stream.concat(Stream.of(rule), byMode(rule)))
                .toList();
    }

    /** The same rule for namespaces whose label says what holds the mains back. */
    private static Stream<Rule> byMode(Rule rule) {
        return Stream.of(GateMode.values())
                .map(mode ->
                        rule.and(new LabelSelector.Requirement(WellKnown.GATE_LABEL, "In", List.of(mode.id())), mode));
    }

    /** The same rules, with more known of what is installed. */
    public OptIn with(Installation other) {
        return new OptIn(rules, other);
    }

    /** What opts Pods in, as a part of a sentence. */
    public String source() {
        return installation.isFound()
                ? installation.describe()
                : "the label " + WellKnown.INJECTION_LABEL + "=" + WellKnown.ENABLED
                        + (installation instanceof Installation.Nothing ? "" : " (" + installation.describe() + ")");
    }

    /**
     * Whether what is installed decides on a Pod.
     *
     * @param namespace its namespace's name
     * @param namespaceLabels that namespace's labels; null if they could not be read
     * @param metadata the Pod's own metadata
     */
    public Coverage coverage(String namespace, @Nullable Map<String, String> namespaceLabels, JsonNode metadata) {
        boolean isLeftOut = !rules.isEmpty()
                && rules.stream().allMatch(rule -> rule.namespaces().excludes(NAMESPACE_NAME, namespace));
        Answer answer = of(namespace, namespaceLabels, metadata);
        return new Coverage(
                installation,
                answer,
                isLeftOut,
                answer == Answer.NO && namespaceLabels != null
                        ? labelToSet(namespace, namespaceLabels, metadata)
                        : null,
                mode(namespace, namespaceLabels, metadata).orElse(null),
                null);
    }

    /** What the label of the chart would change, tried. */
    private @Nullable LabelToSet labelToSet(String namespace, Map<String, String> namespaceLabels, JsonNode metadata) {
        Map<String, String> labelled = new HashMap<>(namespaceLabels);
        String earlier = labelled.put(WellKnown.INJECTION_LABEL, WellKnown.ENABLED);
        return of(namespace, labelled, metadata) == Answer.YES ? new LabelToSet(namespace, earlier) : null;
    }

    /**
     * Whether a Pod is opted in.
     *
     * @param namespace its namespace's name
     * @param namespaceLabels that namespace's labels; null if they could not be read
     * @param metadata the Pod's own metadata
     */
    public Answer of(String namespace, @Nullable Map<String, String> namespaceLabels, JsonNode metadata) {
        Answer answer = Answer.NO;
        for (Rule rule : rules) {
            answer = answer.or(selects(rule, namespace, namespaceLabels, metadata));
        }
        return answer;
    }

    /**
     * What holds back the mains of a Pod that does not say it, if what selects the Pod says it: a webhook for
     * namespaces with such a label. Empty where the settings say it, and where it is not known.
     *
     * @param namespace its namespace's name
     * @param namespaceLabels that namespace's labels; null if they could not be read
     * @param metadata the Pod's own metadata
     */
    public Optional<GateMode> mode(String namespace, @Nullable Map<String, String> namespaceLabels, JsonNode metadata) {
        return rules.stream()
                .filter(rule -> selects(rule, namespace, namespaceLabels, metadata) == Answer.YES)
                .flatMap(rule -> Stream.ofNullable(rule.mode()))
                .findFirst();
    }

    private static Answer selects(
            Rule rule, String namespace, @Nullable Map<String, String> namespaceLabels, JsonNode metadata) {
        Map<String, String> known = new HashMap<>(namespaceLabels == null ? Map.of() : namespaceLabels);
        known.put(NAMESPACE_NAME, namespace);
        return rule.pods()
                .matches(labels(metadata), true)
                .and(rule.namespaces().matches(known, namespaceLabels != null));
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
