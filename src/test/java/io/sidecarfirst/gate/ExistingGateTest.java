package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Gates of ours that a Pod has already: which they are, and whether they would be made in the same way now. */
class ExistingGateTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** As an API server returns it: with what it fills in. */
    private static ObjectNode gatedPod() {
        return (ObjectNode) JSON.readTree("""
                {"metadata": {"annotations": {"sidecar-first.io/status":
                   "{\\"s\\":{\\"gated\\":\\"readinessProbe\\",\\"period\\":1,\\"threshold\\":86400}}"}},
                 "spec": {
                   "initContainers": [
                     {"name": "a", "restartPolicy": "Always"},
                     {"name": "s", "restartPolicy": "Always",
                      "readinessProbe": {"httpGet": {"port": 80}},
                      "startupProbe": {"httpGet": {"port": 80, "path": "/", "scheme": "HTTP"}, "timeoutSeconds": 1,
                        "periodSeconds": 1, "successThreshold": 1, "failureThreshold": 86400}}],
                   "containers": [{"name": "main"}]}}
                """);
    }

    private static Map<Integer, ExistingGate> existing(ObjectNode tree) {
        Pod pod = Pod.of(tree);
        return ExistingGate.in(pod, Gates.DEFAULT.plan(pod), Gates.DEFAULT);
    }

    private static ExistingGate ofSidecar(ObjectNode tree) {
        return Objects.requireNonNull(existing(tree).get(1));
    }

    @Test
    void isFoundByItsIndexWithItsSourceAndProbe() {
        Map<Integer, ExistingGate> existing = existing(gatedPod());
        assertThat(existing).containsOnlyKeys(1);
        ExistingGate gate = ofSidecar(gatedPod());
        assertThat(gate.source()).isEqualTo(SourceKind.READINESS_PROBE);
        assertThat(gate.probe().failureThreshold()).isEqualTo(86400);
        assertThat(gate.now()).isInstanceOf(Verdict.Gated.class);
        assertThat(gate.isOutdated()).isFalse();
    }

    @Test
    void isNoneWhereTheStatusSaysOtherwise() {
        ObjectNode pod = gatedPod();
        ((ObjectNode) pod.at("/metadata/annotations"))
                .put(
                        "sidecar-first.io/status",
                        "{\"s\":{\"gated\":\"readinessProbe\",\"period\":2,\"threshold\":86400}}");
        assertThat(existing(pod)).isEmpty();
        ((ObjectNode) pod.at("/metadata")).remove("annotations");
        assertThat(existing(pod)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec/initContainers/1/readinessProbe | {\"httpGet\":{\"port\":81}}",
                "/spec/initContainers/1/readinessProbe | {\"httpGet\":{\"port\":80,\"path\":\"/ready\"}}",
                "/spec/initContainers/1/readinessProbe | {\"httpGet\":{\"port\":80,\"scheme\":\"HTTPS\"}}",
                "/spec/initContainers/1/readinessProbe | {\"tcpSocket\":{\"port\":80}}",
                "/spec/initContainers/1/readinessProbe | {\"httpGet\":{\"port\":80},\"timeoutSeconds\":5}",
                "/spec/initContainers/1/readinessProbe | null",
                "/spec/initContainers/1/ports | [{\"containerPort\":9}]",
                "/spec/initContainers/1/startupProbe/initialDelaySeconds | 3"
            })
    void isOutdatedWhereItWouldBeMadeOtherwise(String path, String value) {
        JsonPointer pointer = JsonPointer.compile(path);
        ObjectNode pod = gatedPod();
        ((ObjectNode) pod.at(pointer.head())).set(pointer.last().getMatchingProperty(), JSON.readTree(value));
        boolean same = pointer.toString().endsWith("ports");
        assertThat(ofSidecar(pod).isOutdated()).isEqualTo(!same);
    }

    @Test
    void isOutdatedWhereTheSidecarOptedOutSince() {
        ObjectNode pod = gatedPod();
        ((ObjectNode) pod.at("/metadata/annotations")).put("s.sidecar-first.io/inject", "false");
        assertThat(ofSidecar(pod).isOutdated()).isTrue();
    }

    @Test
    void whatAnApiServerFillsInMakesNoDifference() {
        ObjectNode pod = gatedPod();
        ObjectNode sidecar = (ObjectNode) pod.at("/spec/initContainers/1");
        JsonNode grpc = JSON.readTree("{\"grpc\":{\"port\":80}}");
        sidecar.set("readinessProbe", grpc);
        ((ObjectNode) sidecar.path("startupProbe")).remove("httpGet");
        ((ObjectNode) sidecar.path("startupProbe"))
                .putObject("grpc")
                .put("port", 80)
                .put("service", "");
        assertThat(ofSidecar(pod).isOutdated()).isFalse();
        ((ObjectNode) sidecar.at("/startupProbe/grpc")).put("service", "x");
        assertThat(ofSidecar(pod).isOutdated()).isTrue();
    }
}
