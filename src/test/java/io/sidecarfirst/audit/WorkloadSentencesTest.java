package io.sidecarfirst.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.explain.Explainer;
import io.sidecarfirst.explain.Explanation;
import io.sidecarfirst.explain.LikelyCause;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.AdmissionObjects;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.observed.ClusterVersions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the Pods of a workload: a Deployment with a sidecar, of which some Pods are older than it. */
class WorkloadSentencesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String PORT = "ports: [{containerPort: 80}]";
    private static final String GATE =
            ", startupProbe: {tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: 60}";
    private static final String GATED = "{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":60}}";

    private final OptIn optIn =
            OptIn.of(new AdmissionObjects(List.of(), List.of(), List.of(), new Installation.Assumed()));
    private final Audit audit = new Audit(Gates.DEFAULT, Programs.KNOWN, optIn, NOW);
    private int live;

    private void namespace(String label) {
        audit.namespace("shop", Map.of("sidecar-first.io/injection", label));
    }

    private void pod(String name, String sidecar, String annotation, String status) {
        live++;
        audit.pod(Yaml.tree("""
                metadata:
                  name: %s
                  namespace: shop
                  annotations: {%s}
                  ownerReferences: [{controller: true, kind: StatefulSet, name: web}]
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, %s}]
                  containers: [{name: app}]
                status: {%s}
                """.formatted(
                name, annotation.isEmpty() ? "" : "sidecar-first.io/status: '" + annotation + "'", sidecar, status)));
    }

    private void waiting(String name, String since) {
        pod(
                name,
                PORT + GATE,
                GATED,
                "initContainerStatuses: [{name: proxy, state: {running: {startedAt: '" + since + "'}}}]");
    }

    private List<String> sentences(String template) {
        Target target = new Target(
                "StatefulSet",
                "web",
                "shop",
                "spec.template.metadata.annotations",
                Pod.of(Yaml.podWithSidecar(template).root()),
                null,
                null,
                ClusterVersions.UNKNOWN,
                Map.of(),
                List.of());
        Explanation workload = new Explainer(Gates.DEFAULT, Programs.KNOWN, List.of()).explain(target, NOW);
        return WorkloadSentences.of(audit.report(List.of()), live, workload);
    }

    @Test
    void none() {
        assertThat(sentences(PORT)).containsExactly("There is none now.");
    }

    @Test
    void allAsTheyAreToBe() {
        namespace("enabled");
        pod("web-0", PORT + GATE, GATED, "phase: Running");
        pod("web-1", PORT + GATE, GATED, "phase: Running");
        assertThat(sentences(PORT)).containsExactly("proxy: 2 of 2 are gated by its port.");
    }

    @Test
    void oneWaitsAndTwoAreOlderThanTheLabel() {
        namespace("enabled");
        pod("web-0", PORT, "", "phase: Running");
        pod("web-1", PORT, "", "phase: Running");
        waiting("web-2", "2026-01-01T11:56:00Z");
        audit.failure(audit.waiting().get(0), "Startup probe failed: dial tcp 10.0.0.1:80: connection refused");
        assertThat(sentences(PORT))
                .containsExactly(
                        "Pod web-2 has been waiting for proxy for 4 minutes: tcpSocket on port 80. The kubelet says:"
                                + " Startup probe failed: dial tcp 10.0.0.1:80: connection refused. Likely: "
                                + LikelyCause.NOBODY_LISTENS.inWords() + ".",
                        "What is asked, and what can be done, with one Pod as an example: sidecar-first explain"
                                + " pod/web-2 -n shop",
                        "proxy: 1 of 3 waits for it now, by the gate from its port.",
                        "proxy: 2 of 3 are older than the label or the webhook, or nobody answered when they were"
                                + " created: no gate until they are replaced, as by kubectl rollout restart (such as"
                                + " web-0).");
    }

    /** What it was asked does not matter then. */
    @Test
    void oneThatCrashes() {
        namespace("enabled");
        pod("web-0", PORT + GATE, GATED, """
                initContainerStatuses: [{name: proxy, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},
                  lastState: {terminated: {exitCode: 137, reason: OOMKilled, startedAt: '2026-01-01T11:58:00Z',
                    finishedAt: '2026-01-01T11:58:00Z'}}}]""");
        audit.failure(audit.waiting().get(0), "Startup probe failed: dial tcp 10.0.0.1:80: connection refused");
        assertThat(sentences(PORT))
                .contains(
                        "Pod web-0 has been waiting for proxy for more than 2 minutes, restarted 3 times, crashes (exit"
                                + " code 137 (OOMKilled)): tcpSocket on port 80. Its log tells why: kubectl logs web-0"
                                + " -c proxy -n shop",
                        "proxy: 1 of 1 waits for it now, by the gate from its port.");
    }

    /** What was decided for a Pod is not decided again. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loopback-only | ports: [{containerPort: 80}] | '; a new one would be gated by its port'",
                "nothing-to-probe | image: logs | ''",
                "loopback-only | image: logs | '; a new one would not be gated (nothing-to-probe)'",
                "loopback-only | startupProbe: {tcpSocket: {port: 80}}"
                        + " | '; a new one would have a startupProbe of its own'"
            })
    void decidedOtherwiseThanNow(String reason, String template, String then) {
        namespace("enabled");
        pod("web-0", PORT, "{\"proxy\":{\"skipped\":\"" + reason + "\"}}", "phase: Running");
        assertThat(sentences(template))
                .containsExactly("proxy: 1 of 1 is not gated (" + reason + ") (web-0)" + then + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "disabled, 'proxy: 1 of 1 has no gate: neither the namespace nor the Pod is opted in.'",
        "'', 'proxy: 1 of 1 has no gate, and whether it is opted in could not be read.'"
    })
    void notOptedIn(String label, String sentence) {
        if (!label.isEmpty()) {
            namespace(label);
        }
        pod("web-0", PORT, "", "phase: Running");
        assertThat(sentences(PORT)).containsExactly(sentence);
    }

    @Test
    void aSidecarThatOlderPodsDoNotHave() {
        namespace("enabled");
        pod("web-0", PORT + GATE, GATED, "phase: Running");
        live++;
        assertThat(sentences(PORT))
                .containsExactly("proxy: 1 of 2 is gated by its port.", "proxy: 1 of 2 does not have it.");
    }

    @Test
    void manyThatWait() {
        namespace("enabled");
        for (int i = 0; i < 7; i++) {
            waiting("web-" + i, "2026-01-01T11:5%d:00Z".formatted(i));
        }
        assertThat(sentences(PORT))
                .hasSize(8)
                .startsWith("Pod web-0 has been waiting for proxy for 10 minutes: tcpSocket on port 80.")
                .contains("2 more Pods wait: sidecar-first audit --only waiting lists them.")
                .endsWith("proxy: 7 of 7 wait for it now, by the gate from its port.");
    }
}
