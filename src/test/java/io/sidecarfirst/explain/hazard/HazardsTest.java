package io.sidecarfirst.explain.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.explain.Explainer;
import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.KubernetesVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each hazard is found where it is, and not beside it. */
class HazardsTest {
    private static final String PORT = "ports: [{containerPort: 80}]";
    private static final String READINESS = "readinessProbe: {tcpSocket: {port: 80}}";

    /** The second sidecar has no gate unless it gets fields. */
    private static Pod pod(String spec, String sidecar, String second, String main) {
        return Yaml.pod("""
                metadata: {name: web}
                spec:
                  initContainers:
                    - {name: proxy, restartPolicy: Always, %s}
                    - {name: cache, restartPolicy: Always, %s}
                  containers: [{name: app, %s}]
                  %s
                """.formatted(sidecar, second, main, spec));
    }

    private static List<String> found(Pod pod, Target.@Nullable Controller controller, @Nullable String version) {
        return found(Gates.DEFAULT, pod, controller, version);
    }

    private static List<String> found(
            Gate gate, Pod pod, Target.@Nullable Controller controller, @Nullable String version) {
        Target target = new Target(
                controller == null ? "Pod" : controller.kind(),
                "web",
                "shop",
                "metadata.annotations",
                pod,
                controller,
                null,
                ClusterVersions.all(
                        version == null
                                ? null
                                : KubernetesVersion.parse(version).orElseThrow()),
                Map.of(),
                List.of());
        return new Explainer(gate, Programs.KNOWN, Hazards.IN_ORDER)
                .explain(target, Instant.EPOCH).hazards().stream()
                        .map(Hazard.Finding::id)
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1.27.9, no-native-sidecars, true",
        "1.28.0, no-native-sidecars, true",
        "1.29.0, no-native-sidecars, false",
        "1.35.0, known-fault, true",
        "1.35.3, known-fault, true",
        "1.35.4, known-fault, false",
        "1.34.9, known-fault, false",
        "1.36.0, known-fault, false"
    })
    void versions(String version, String id, boolean isFound) {
        List<String> found = found(pod("", "", READINESS, ""), null, version);
        assertThat(found.contains(id)).as("%s", found).isEqualTo(isFound);
    }

    /** It takes restartPolicy Never and a probe of any kind that the kubelet comes to first: of a main or a sidecar. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.33.5 | Never | READINESS | '' | startupProbe | true",
                "1.33.6 | Never | READINESS | '' | startupProbe | false",
                "1.34.1 | Never | READINESS | '' | startupProbe | true",
                "1.34.2 | Never | READINESS | '' | startupProbe | false",
                "1.32.9 | Never | READINESS | '' | startupProbe | true",
                "1.32.9 | Always | READINESS | '' | startupProbe | false",
                "1.32.9 | Never | READINESS | '' | livenessProbe | true",
                "1.32.9 | Never | READINESS | '' | readinessProbe | true",
                "1.32.9 | Never | READINESS | '' | '' | false",
                "1.32.9 | Never | '' | READINESS | '' | false",
                "1.32.9 | Never | READINESS | READINESS | '' | true",
                "1.32.9 | Always | READINESS | READINESS | '' | false"
            })
    void aStartupProbeThatIsForgotten(
            String version, String restartPolicy, String first, String second, String mainsProbe, boolean isFound) {
        Pod pod = pod(
                "restartPolicy: " + restartPolicy,
                first.replace("READINESS", READINESS),
                second.replace("READINESS", READINESS),
                mainsProbe.isEmpty() ? "" : mainsProbe + ": {exec: {command: [x]}}");
        assertThat(found(pod, null, version).contains("known-fault")).isEqualTo(isFound);
    }

    /** It takes a startupProbe of the last init container. */
    @Test
    void mainsThatStayDown() {
        assertThat(found(pod("", "", READINESS, ""), null, "1.35.3")).contains("known-fault");
        assertThat(found(pod("", READINESS, "", ""), null, "1.35.3")).doesNotContain("known-fault");
        assertThat(found(Gates.with(Gates.WITH_CONTAINER), pod("", "", READINESS, ""), null, "1.35.3"))
                .doesNotContain("known-fault");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Job | {} | '' | job-without-deadline | true",
                "CronJob | {} | '' | job-without-deadline | true",
                "Job | {activeDeadlineSeconds: 600} | '' | job-without-deadline | false",
                "Job | {} | activeDeadlineSeconds: 600 | job-without-deadline | false",
                "Deployment | {} | '' | job-without-deadline | false",
                "Job | {} | restartPolicy: OnFailure | job-backoff-limit | true",
                "Job | {} | restartPolicy: Never | job-backoff-limit | false",
                "Deployment | {} | restartPolicy: OnFailure | job-backoff-limit | false",
                "Deployment | {} | '' | progress-deadline | true",
                "Deployment | {progressDeadlineSeconds: 86400} | '' | progress-deadline | false",
                "Deployment | {progressDeadlineSeconds: 86399} | '' | progress-deadline | true",
                "StatefulSet | {} | '' | progress-deadline | false"
            })
    void workloads(String kind, String spec, String podSpec, String id, boolean isFound) {
        Target.Controller controller = new Target.Controller(kind, "web", Yaml.tree(spec), null);
        assertThat(found(pod(podSpec, READINESS, "", ""), controller, null).contains(id))
                .isEqualTo(isFound);
        assertThat(found(pod(podSpec, "", "", ""), controller, null))
                .as("without a gate")
                .doesNotContain(id);
    }

    /** A gate container asks for ever what its author has stated, and gives a guess up. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Job | {} | " + READINESS + " | job-without-deadline | true",
                "Job | {} | " + PORT + " | job-without-deadline | false",
                "Job | {activeDeadlineSeconds: 600} | " + READINESS + " | job-without-deadline | false",
                "Deployment | {progressDeadlineSeconds: 86400} | " + READINESS + " | progress-deadline | true",
                "Deployment | {} | " + PORT + " | progress-deadline | false",
                "Deployment | {} | " + PORT + " | gate-image | true"
            })
    void workloadsWithAGateContainer(String kind, String spec, String sidecar, String id, boolean isFound) {
        Target.Controller controller = new Target.Controller(kind, "web", Yaml.tree(spec), null);
        assertThat(found(Gates.with(Gates.WITH_CONTAINER), pod("", sidecar, "", ""), controller, null)
                        .contains(id))
                .isEqualTo(isFound);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gates-add-up | '' | " + READINESS + " | ports: [{containerPort: 81}] | true",
                "gates-add-up | '' | " + READINESS + " | '' | false",
                "host-network | hostNetwork: true | " + READINESS + " | '' | true",
                "host-network | hostNetwork: false | " + READINESS + " | '' | false",
                "host-network | hostNetwork: true | readinessProbe: {exec: {command: [x]}} | '' | false",
                "exec-probe | '' | readinessProbe: {exec: {command: [x]}} | '' | true",
                "exec-probe | '' | startupProbe: {exec: {command: [x]}} | '' | true",
                "exec-probe | '' | " + READINESS + " | '' | false",
                "not-ready-after-restart | '' | " + PORT + " | '' | true",
                "not-ready-after-restart | '' | " + READINESS + " | '' | false",
                "port-guess | '' | ports: [{containerPort: 80}, {containerPort: 81}] | '' | true",
                "port-guess | '' | " + PORT + " | '' | true",
                "port-guess | '' | " + PORT + ", livenessProbe: {tcpSocket: {port: 80}} | '' | false",
                "port-guess | '' | " + READINESS + " | '' | false",
                "port-guess | '' | ports: [{containerPort: 80}, {containerPort: 81}],"
                        + " livenessProbe: {tcpSocket: {port: 81}} | '' | false",
                "new-network-path | '' | " + PORT + " | '' | true",
                "new-network-path | '' | " + PORT + ", livenessProbe: {exec: {command: [x]}} | '' | true",
                "new-network-path | '' | " + PORT + ", livenessProbe: {tcpSocket: {port: 80}} | '' | false",
                "new-network-path | '' | " + PORT + " | " + READINESS + " | false",
                "new-network-path | '' | " + READINESS + " | '' | false",
                "new-network-path | '' | readinessProbe: {exec: {command: [x]}} | '' | false",
                "late-image-pull | '' | " + PORT + " | '' | true",
                "late-image-pull | '' | startupProbe: {tcpSocket: {port: 80}} | '' | false"
            })
    void sidecars(String id, String spec, String sidecar, String second, boolean isFound) {
        List<String> found = found(pod(spec, sidecar, second, ""), null, null);
        assertThat(found.contains(id)).as("%s", found).isEqualTo(isFound);
    }
}
