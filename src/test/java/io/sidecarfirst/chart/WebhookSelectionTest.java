package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.installation.AdmissionObjects;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Which webhook of the rendered configuration takes a Pod: one or none, and the path by its namespace's label. */
class WebhookSelectionTest {
    private static final String INJECTION = "sidecar-first.io/injection";
    private static final String GATE = "sidecar-first.io/gate";
    private static final List<String> INJECTIONS = List.of("", "enabled", "disabled", "Enabled");
    private static final List<String> GATES = List.of("", "container", "probe", "Container", "none");

    /** A Pod with the label, or without, in a namespace with the labels, or without; "" is without. */
    private record Case(String namespace, String injection, String gate, String podInjection) {
        Map<String, String> labels() {
            Map<String, String> labels = new HashMap<>();
            put(labels, INJECTION, injection);
            put(labels, GATE, gate);
            return labels;
        }

        ObjectNode metadata() {
            Map<String, String> labels = new HashMap<>();
            put(labels, INJECTION, podInjection);
            return JsonMapper.shared()
                    .createObjectNode()
                    .set("labels", JsonMapper.shared().valueToTree(labels));
        }

        private static void put(Map<String, String> labels, String key, String value) {
            if (!value.isEmpty()) {
                labels.put(key, value);
            }
        }

        /** What opts in, in the words of the README. */
        boolean isOptedIn(boolean hasCanary) {
            boolean isLeftOut =
                    List.of("kube-system", "kube-node-lease", Chart.RELEASE).contains(namespace);
            return !isLeftOut
                    && (injection.equals("enabled")
                            ? !podInjection.equals("disabled")
                            : hasCanary && podInjection.equals("enabled"));
        }

        @Nullable
        String path(boolean hasCanary) {
            if (!isOptedIn(hasCanary)) {
                return null;
            }
            return gate.equals("container") || gate.equals("probe") ? "/mutate/" + gate : "/mutate";
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String namespace : List.of("shop", "kube-system", "kube-node-lease", Chart.RELEASE)) {
            for (String injection : INJECTIONS) {
                for (String gate : GATES) {
                    INJECTIONS.forEach(pod -> cases.add(new Case(namespace, injection, gate, pod)));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exactlyOneTakesAPodThatOptedIn(boolean hasCanary) {
        List<JsonNode> webhooks = Chart.render("webhook: {canary: {enabled: " + hasCanary + "}}")
                .webhooks()
                .toList();
        assertThat(webhooks).hasSize(hasCanary ? 6 : 3);
        for (Case each : cases()) {
            String expected = each.path(hasCanary);
            List<String> paths = webhooks.stream()
                    .filter(webhook -> takes(webhook, each))
                    .map(webhook -> webhook.at("/clientConfig/service/path").asString())
                    .toList();
            assertThat(paths).as(each.toString()).isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }

    /** Selectors of one's own are the same for all three. */
    @ParameterizedTest
    @ValueSource(strings = {"", "container", "probe", "odd"})
    void otherSelectorsAreSplitAlike(String gate) {
        List<JsonNode> webhooks = Chart.render("""
                webhook:
                  namespaceSelector: {matchLabels: null, matchExpressions: [{key: team, operator: Exists}]}
                  canary: {enabled: false}
                """).webhooks().toList();
        Map<String, String> labels = new HashMap<>(Map.of("team", "web"));
        Case.put(labels, GATE, gate);
        assertThat(webhooks.stream().filter(webhook -> takes(webhook, "shop", labels, pod())))
                .hasSize(1);
        labels.remove("team");
        assertThat(webhooks.stream().filter(webhook -> takes(webhook, "shop", labels, pod())))
                .isEmpty();
    }

    private static ObjectNode pod() {
        return JsonMapper.shared().createObjectNode();
    }

    private static boolean takes(JsonNode webhook, Case each) {
        return takes(webhook, each.namespace(), each.labels(), each.metadata());
    }

    private static boolean takes(JsonNode webhook, String namespace, Map<String, String> labels, JsonNode metadata) {
        ObjectNode alone = JsonMapper.shared().createObjectNode();
        alone.putObject("metadata").put("name", "zz-sidecar-first");
        alone.putArray("webhooks").add(webhook);
        return OptIn.of(new AdmissionObjects(List.of(alone), List.of(), List.of(), new Installation.Nothing()))
                        .of(namespace, labels, metadata)
                == OptIn.Answer.YES;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "webhook: {failurePolicy: Fail, timeoutSeconds: 7, reinvocationPolicy: Never, matchPolicy: Exact}",
                "webhook: {onlyUngatedSidecars: false, matchConditions: [{name: more, expression: \"true\"}]}"
            })
    void theyDifferInNothingElse(String values) {
        List<ObjectNode> webhooks = Chart.render(values)
                .webhooks()
                .map(webhook -> (ObjectNode) webhook.deepCopy())
                .toList();
        assertThat(webhooks.stream().map(webhook -> webhook.path("name").asString()))
                .containsExactly(
                        "pods.sidecar-first.io",
                        "gate-container.sidecar-first.io",
                        "gate-probe.sidecar-first.io",
                        "canary.sidecar-first.io",
                        "canary-gate-container.sidecar-first.io",
                        "canary-gate-probe.sidecar-first.io");
        webhooks.forEach(webhook -> {
            webhook.remove(List.of("name", "namespaceSelector"));
            ((ObjectNode) webhook.at("/clientConfig/service")).remove("path");
        });
        assertThat(webhooks.subList(0, 3).stream().distinct()).hasSize(1);
        assertThat(webhooks.subList(3, 6).stream().distinct()).hasSize(1);
    }
}
