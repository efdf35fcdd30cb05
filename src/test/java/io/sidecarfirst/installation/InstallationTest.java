package io.sidecarfirst.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of sidecar-first is installed, what that selects, and what is said of it. */
class InstallationTest {
    private static final JsonNode WEBHOOK = json("""
            {"metadata":{"name":"zz-sidecar-first"},"webhooks":[
              {"namespaceSelector":{"matchLabels":{"team":"web"},"matchExpressions":[
                {"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["kube-system","sidecar-first"]}]}},
              {"namespaceSelector":{"matchExpressions":[
                {"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["kube-system","sidecar-first"]}]},
               "objectSelector":{"matchLabels":{"canary":"yes"}}}]}""");

    private static final JsonNode POLICY = json("""
            {"metadata":{"name":"gates","labels":{"app.kubernetes.io/name":"sidecar-first"}}}""");

    private static final JsonNode BINDING = json("""
            {"metadata":{"name":"any"},"spec":{"policyName":"gates",
              "matchResources":{"namespaceSelector":{"matchLabels":{"team":"pay"}}}}}""");

    private static final JsonNode OTHER = json("""
            {"metadata":{"name":"other"},"webhooks":[{"name":"other"}]}""");

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static OptIn optIn(List<JsonNode> configurations, List<JsonNode> policies, List<JsonNode> bindings) {
        return OptIn.of(new AdmissionObjects(configurations, policies, bindings, new Installation.Nothing()));
    }

    private static OptIn unread() {
        return OptIn.of(new AdmissionObjects(
                List.of(),
                List.of(),
                List.of(),
                new Installation.Unknown("the webhook configurations may not be read")));
    }

    private static Coverage coverage(OptIn optIn, String namespace, Map<String, String> labels) {
        return optIn.coverage(namespace, labels, json("{}"));
    }

    @Test
    void theWebhook() {
        OptIn optIn = optIn(List.of(OTHER, WEBHOOK), List.of(OTHER), List.of());
        assertThat(optIn.installation())
                .isEqualTo(new Installation.Webhook(List.of("zz-sidecar-first"), List.of(), List.of()));
        assertThat(optIn.source()).isEqualTo("the webhook configuration zz-sidecar-first");
        assertThat(coverage(optIn, "shop", Map.of("team", "web")).describe())
                .isEqualTo("Opted in, by the webhook configuration zz-sidecar-first: this is what is decided for Pods"
                        + " that are created now while sidecar-first answers, under the settings of this command; the"
                        + " server's may differ (--config).");
        assertThat(coverage(optIn, "shop", Map.of()).describe())
                .isEqualTo("Not opted in: this is what would be decided if it were, by the webhook configuration"
                        + " zz-sidecar-first.");
        assertThat(optIn.coverage("shop", null, json("{}")).describe())
                .startsWith("Whether it is opted in could not be read");
    }

    @ParameterizedTest
    @CsvSource({
        "https://gates.example:8443/mutate, https://gates.example:8443/mutate/container, https://gates.example:8443",
        "https://[fd00::1]/mutate, https://[fd00::1]/mutate/probe, https://[fd00::1]",
        "https://gates.example/a/mutate, https://gates.example/a/mutate, https://gates.example/a",
        "https://gates.example/other, https://gates.example/other, https://gates.example/other"
    })
    void theWebhookByUrl(String one, String other, String expected) {
        JsonNode configuration = json("""
                {"metadata":{"name":"zz-sidecar-first"},"webhooks":[
                  {"clientConfig":{"url":"%s"}}, {"clientConfig":{"url":"%s"}}]}""".formatted(one, other));

        Installation found = optIn(List.of(configuration), List.of(), List.of()).installation();

        assertThat(found)
                .isEqualTo(new Installation.Webhook(List.of("zz-sidecar-first"), List.of(), List.of(expected)));
        assertThat(found.runningIn(List.of("gates")).asWebhook().orElseThrow().servedIn())
                .containsExactly("gates");
    }

    @Test
    void aNamespaceThatIsLeftOutByName() {
        OptIn optIn = optIn(List.of(WEBHOOK), List.of(), List.of());
        assertThat(coverage(optIn, "sidecar-first", Map.of("team", "web")).describe())
                .isEqualTo("Never gated: this namespace is left out by the webhook configuration zz-sidecar-first,"
                        + " whatever its labels. Below is what would be decided elsewhere.");
        assertThat(coverage(optIn, "shop", Map.of()).isLeftOut()).isFalse();
        for (String namespace : List.of("kube-system", "kube-node-lease")) {
            assertThat(coverage(unread(), namespace, Map.of()).describe())
                    .startsWith("Never gated: this namespace is left out by sidecar-first, whatever");
        }
        assertThat(coverage(unread(), "kube-public", Map.of()).isLeftOut()).isFalse();
    }

    @Test
    void thePolicy() {
        OptIn optIn = optIn(List.of(), List.of(POLICY), List.of(BINDING));
        assertThat(optIn.installation()).isEqualTo(new Installation.Policy(List.of("gates")));
        assertThat(coverage(optIn, "shop", Map.of("team", "pay")).describe())
                .isEqualTo("Opted in, by the policy gates: this is what is decided for Pods that are created now,"
                        + " under the settings of this command; the policy's may differ. sidecar-first policy"
                        + " --differences lists what it decides otherwise.");
        assertThat(coverage(optIn, "shop", Map.of("team", "web")).optedIn()).isEqualTo(OptIn.Answer.NO);
    }

    @Test
    void aPolicyThatIsNotPutToWork() {
        OptIn optIn = optIn(List.of(), List.of(POLICY), List.of());
        assertThat(optIn.source()).isEqualTo("the policy gates (without a binding)");
        assertThat(coverage(optIn, "shop", Map.of("team", "pay")))
                .isEqualTo(new Coverage(optIn.installation(), OptIn.Answer.NO, false, null, null, null));
    }

    @Test
    void both() {
        OptIn optIn = optIn(List.of(WEBHOOK), List.of(POLICY), List.of(BINDING));
        assertThat(optIn.installation().id()).isEqualTo("webhook-and-policy");
        assertThat(coverage(optIn, "shop", Map.of("team", "web")).describe())
                .startsWith("Opted in, by the webhook configuration zz-sidecar-first and the policy gates: ")
                .endsWith(". The policy comes first, and the webhook finds its gates.");
        assertThat(coverage(optIn, "shop", Map.of("team", "pay")).optedIn()).isEqualTo(OptIn.Answer.YES);
    }

    @Test
    void nothing() {
        OptIn optIn = optIn(List.of(OTHER), List.of(OTHER), List.of(BINDING));
        assertThat(optIn.installation().id()).isEqualTo("nothing");
        assertThat(optIn.source()).isEqualTo("the label sidecar-first.io/injection=enabled");
        assertThat(coverage(optIn, "shop", Map.of()).describe())
                .isEqualTo(
                        "Nothing of sidecar-first is installed in this cluster now: it gates no new Pod. Below is what"
                                + " would be decided.");
        assertThat(coverage(optIn, "shop", Map.of("sidecar-first.io/injection", "enabled"))
                        .describe())
                .contains("it gates no new Pod, although the label to opt in is there.");
    }

    @Test
    void whatCouldNotBeRead() {
        assertThat(unread().installation().id()).isEqualTo("unknown");
        assertThat(coverage(unread(), "shop", Map.of("sidecar-first.io/injection", "enabled"))
                        .describe())
                .isEqualTo("Opted in by label: this is what is decided for Pods that are created now, under the"
                        + " settings of this command, if sidecar-first is installed, which could not be read"
                        + " (the webhook configurations may not be read).");
        assertThat(coverage(unread(), "shop", Map.of()).describe())
                .isEqualTo(
                        "Not opted in: this is what would be decided if it were. To opt the namespace in: kubectl label"
                                + " namespace shop sidecar-first.io/injection=enabled");
    }

    /** What was found is there, whatever else may be. */
    @Test
    void aWebhookBesideWhatCouldNotBeRead() {
        assertThat(OptIn.of(new AdmissionObjects(
                                List.of(WEBHOOK),
                                List.of(),
                                List.of(),
                                new Installation.Unknown("the admission policies may not be read")))
                        .installation()
                        .id())
                .isEqualTo("webhook");
    }
}
