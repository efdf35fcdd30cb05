package io.sidecarfirst.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.explain.hazard.Hazards;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.observed.ClusterVersions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Annotations that are advised do what is said of them: each is written, and the gate is asked again. */
class RemediesTest {
    private static final String KEY = "proxy.sidecar-first.io/";
    private static final String PORT_80 = "ports: [{containerPort: 80}]";

    private static Explanation.Sidecar explain(Pod pod) {
        Target target = new Target(
                "Pod",
                "web",
                null,
                "metadata.annotations",
                pod,
                null,
                null,
                ClusterVersions.UNKNOWN,
                Map.of(),
                List.of());
        return new Explainer(Gates.DEFAULT, Programs.KNOWN, Hazards.IN_ORDER)
                .explain(target, Instant.EPOCH)
                .sidecars()
                .get(0);
    }

    private static String decision(Pod pod) {
        Verdict verdict = Gates.DEFAULT.plan(pod).verdicts().get(0);
        if (verdict instanceof Verdict.Skipped skipped) {
            return skipped.reason().id();
        }
        Verdict.Gated gated = (Verdict.Gated) verdict;
        return gated.handler().describe() + ", " + gated.periodSeconds() + " s, "
                + (long) gated.periodSeconds() * gated.failureThreshold() + " s";
    }

    /** What is decided after each of the advised annotations alone, with 8080 in the place of PORT. */
    private static List<String> followed(Pod pod) {
        return explain(pod).remedies().stream()
                .filter(remedy -> remedy.annotation() != null)
                .map(remedy -> {
                    ObjectNode changed = (ObjectNode) pod.root().deepCopy();
                    ObjectNode annotations = changed.withObject("/metadata").withObject("/annotations");
                    if (remedy.value() == null) {
                        annotations.remove(remedy.annotation());
                    } else {
                        annotations.put(remedy.annotation(), remedy.value().replace("PORT", "8080"));
                    }
                    return remedy.annotation().replace(KEY, "")
                            + (remedy.value() == null ? " removed" : "=" + remedy.value()) + ": "
                            + decision(Pod.of(changed));
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Gated: not at all, with another budget, by another port or source, less often.
                PORT_80 + " | inject=false: opted-out" + " ; failure-threshold=300: tcpSocket on port 80, 1 s, 300 s",
                "ports: [{containerPort: 80}, {containerPort: 9090}]"
                        + " | inject=false: opted-out"
                        + " ; failure-threshold=300: tcpSocket on port 80, 1 s, 300 s"
                        + " ; port=9090: tcpSocket on port 9090, 1 s, 86400 s",
                "readinessProbe: {exec: {command: [ready]}, timeoutSeconds: 5}, " + PORT_80
                        + " | inject=false: opted-out"
                        + " ; failure-threshold=60: exec, 5 s, 300 s"
                        + " ; source=port: tcpSocket on port 80, 1 s, 86400 s"
                        + " ; period-seconds=10: exec, 10 s, 86400 s",
                // Skipped: whatever would gate it.
                "livenessProbe: {exec: {command: [alive]}}"
                        + " | port=PORT: tcpSocket on port 8080, 1 s, 600 s"
                        + " ; source=livenessProbe: exec, 1 s, 600 s",
                "image: shipper | port=PORT: tcpSocket on port 8080, 1 s, 86400 s",
                "readinessProbe: {tcpSocket: {port: http}} | port=PORT: tcpSocket on port 8080, 1 s, 86400 s",
                "readinessProbe: {tcpSocket: {port: 3000}} | port=PORT: tcpSocket on port 8080, 1 s, 86400 s",
                "args: ['--listen=127.0.0.1:80'], " + PORT_80 + " | port=PORT: tcpSocket on port 8080, 1 s, 86400 s",
                "args: ['--port=8080'], " + PORT_80 + " | port=PORT: tcpSocket on port 8080, 1 s, 86400 s"
            })
    void annotations(String sidecar, String expected) {
        Pod pod = Yaml.podWithSidecar("", sidecar, "ports: [{containerPort: 3000}]");
        assertThat(followed(pod)).containsExactly(expected.split(" ; ", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy.sidecar-first.io/inject: 'false' | inject removed: tcpSocket on port 80, 1 s, 86400 s",
                "sidecar-first.io/inject: 'false' | inject=true: tcpSocket on port 80, 1 s, 86400 s"
            })
    void optedOutByAnnotation(String annotation, String expected) {
        assertThat(followed(Yaml.podWithSidecar("annotations: {" + annotation + "}", PORT_80, "")))
                .containsExactly(expected);
    }

    /** No annotation helps there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: {sidecar-first.io/injection: disabled} | " + PORT_80 + " | remove the label",
                "'' | startupProbe: {tcpSocket: {port: 80}} | change its own startupProbe",
                "annotations: {kubernetes.io/config.mirror: x} | " + PORT_80 + " | static Pod's manifest"
            })
    void adviceInWords(String metadata, String sidecar, String advice) {
        assertThat(explain(Yaml.podWithSidecar(metadata, sidecar, "")).remedies())
                .singleElement()
                .satisfies(remedy -> {
                    assertThat(remedy.annotation()).isNull();
                    assertThat(remedy.effect()).contains(advice);
                });
    }

    @Test
    void aNamelessSidecar() {
        Pod pod = Yaml.pod("spec: {initContainers: [{restartPolicy: Always, ports: [{containerPort: 80}]}]}");
        assertThat(explain(pod).remedies())
                .singleElement()
                .satisfies(remedy -> assertThat(remedy.effect()).startsWith("give it a name"));
    }
}
