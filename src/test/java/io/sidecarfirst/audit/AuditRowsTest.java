package io.sidecarfirst.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.AdmissionObjects;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Which Pods and templates have a row, and under whose name. */
class AuditRowsTest {
    private final Audit audit = new Audit(
            Gates.DEFAULT,
            Programs.KNOWN,
            OptIn.of(new AdmissionObjects(List.of(), List.of(), List.of(), new Installation.Assumed())),
            Instant.parse("2026-01-01T12:00:00Z"));

    private static JsonNode pod(String name, String metadata, String rest) {
        return Yaml.tree("""
                metadata: {name: %s, namespace: shop%s}
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}]
                  containers: [{name: app}]
                %s
                """.formatted(name, metadata.isEmpty() ? "" : ", " + metadata, rest));
    }

    private static String ownedBy(String kind, String name) {
        return "ownerReferences: [{controller: true, kind: " + kind + ", name: " + name + "}]";
    }

    private static JsonNode owned(String name, String kind, String owner) {
        return Yaml.tree("metadata: {name: " + name + ", namespace: shop, " + ownedBy(kind, owner) + "}");
    }

    private void workload(String kind, String name, String metadata, String status) {
        JsonNode object = pod(name, metadata, status);
        audit.workload(kind, object, JsonPointer.empty());
    }

    private List<String> rows() {
        return audit.report(List.of()).rows().stream()
                .map(row -> row.workload() + " " + row.pods())
                .toList();
    }

    /** A listener on loopback can be asked from inside of the Pod only. */
    @Test
    void theModeOfTheNamespaceCounts() {
        Audit inBothModes = new Audit(
                Gates.with(Gates.WITH_CONTAINER.with(GateMode.PROBE)),
                Programs.KNOWN,
                OptIn.of(new AdmissionObjects(List.of(), List.of(), List.of(), new Installation.Assumed())),
                Instant.parse("2026-01-01T12:00:00Z"));
        for (String mode : List.of("container", "probe", "odd")) {
            inBothModes.namespace(mode, Map.of("sidecar-first.io/injection", "enabled", "sidecar-first.io/gate", mode));
            inBothModes.workload("Deployment", Yaml.tree("""
                            metadata: {name: web, namespace: %s}
                            spec:
                              initContainers:
                              - name: proxy
                                restartPolicy: Always
                                args: [--listen=127.0.0.1:80]
                                ports: [{containerPort: 80}]
                              containers: [{name: app}]
                            """.formatted(mode)), JsonPointer.empty());
        }
        assertThat(inBothModes.report(List.of()).rows().stream().map(row -> row.namespace() + " " + row.verdict()))
                .containsExactlyInAnyOrder("container gated", "probe skipped", "odd skipped");
    }

    @Test
    void podsCountForTheirTopOwner() {
        audit.owner("ReplicaSet", owned("web-5d", "Deployment", "web"));
        audit.owner("ReplicaSet", owned("web-6e", "Deployment", "web"));
        audit.pod(pod("web-5d-a", ownedBy("ReplicaSet", "web-5d"), ""));
        audit.pod(pod("web-6e-b", ownedBy("ReplicaSet", "web-6e"), ""));
        audit.pod(pod("bare", "", ""));
        assertThat(rows()).containsExactly("deployment/web 2", "pod/bare 1");
    }

    /** ReplicaSets may not be readable; their names tell, unless they are known to have no owner. */
    @Test
    void theDeploymentIsGuessedFromTheHash() {
        audit.owner("ReplicaSet", Yaml.tree("metadata: {name: own-5d, namespace: shop}"));
        String hash = "labels: {pod-template-hash: 5d}, ";
        audit.pod(pod("web-5d-a", hash + ownedBy("ReplicaSet", "web-5d"), ""));
        audit.pod(pod("own-5d-a", hash + ownedBy("ReplicaSet", "own-5d"), ""));
        audit.pod(pod("x", hash + ownedBy("ReplicaSet", "other-7f"), ""));
        assertThat(rows()).containsExactly("deployment/web 1", "replicaset/other-7f 1", "replicaset/own-5d 1");
    }

    @Test
    void aCircleOfOwnersEnds() {
        audit.owner("A", owned("one", "B", "two"));
        audit.owner("B", owned("two", "A", "one"));
        audit.pod(pod("web", ownedBy("A", "one"), ""));
        assertThat(rows()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Running, 1", "Pending, 1", "Succeeded, 0", "Failed, 0"})
    void podsThatHaveEndedHaveNoRow(String phase, int rows) {
        audit.pod(pod("web", "", "status: {phase: " + phase + "}"));
        assertThat(rows()).hasSize(rows);
        assertThat(audit.report(List.of()).podsSeen()).isEqualTo(1);
    }

    @Test
    void aTemplateHasARowOnlyWithoutPods() {
        workload("Deployment", "web", "", "");
        workload("Deployment", "asleep", "", "");
        workload("ReplicaSet", "web-5d", ownedBy("Deployment", "web"), "");
        audit.owner("ReplicaSet", owned("web-5d", "Deployment", "web"));
        audit.pod(pod("web-5d-a", ownedBy("ReplicaSet", "web-5d"), ""));
        assertThat(rows()).containsExactly("deployment/asleep 0", "deployment/web 1");
    }

    @ParameterizedTest
    @CsvSource({"Complete, True, 0", "Failed, True, 0", "Complete, False, 1", "Suspended, True, 1"})
    void aJobThatHasEndedMakesNoMorePods(String type, String status, int rows) {
        workload("Job", "report", "", "status: {conditions: [{type: " + type + ", status: '" + status + "'}]}");
        assertThat(rows()).hasSize(rows);
    }

    @Test
    void theLabelsOfTheNamespaceCount() {
        audit.namespace(Yaml.tree("metadata: {name: shop, labels: {sidecar-first.io/injection: enabled}}"));
        workload("Deployment", "web", "", "");
        JsonNode elsewhere = Yaml.tree(pod("web", "", "").toString().replace("shop", "other"));
        audit.workload("Deployment", elsewhere, JsonPointer.empty());
        assertThat(audit.report(List.of()).rows())
                .extracting(Row::namespace, row -> row.verdict().toString())
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("other", "unknown"),
                        org.assertj.core.api.Assertions.tuple("shop", "gated"));
    }
}
