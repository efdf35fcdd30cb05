package io.sidecarfirst.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.observed.ClusterVersions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change is to be made where it lasts: in the object that the Pods are made from. */
class EditLocationTest {
    private static final String TEMPLATE = "spec.template.metadata.annotations of Deployment web";

    private static String location(String kind, String controller, String state, boolean byAnnotation) {
        Pod pod = Yaml.pod("""
                metadata: {name: web-0}
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, startupProbe: {exec: {command: [ready]}}}]
                  containers: [{name: app}]
                status: {%s}
                """.formatted(state));
        boolean isPod = kind.equals("Pod");
        Target target = new Target(
                kind,
                isPod ? "web-0" : "web",
                "shop",
                isPod ? "metadata.annotations" : "spec.template.metadata.annotations",
                pod,
                controller(controller),
                null,
                ClusterVersions.UNKNOWN,
                Map.of(),
                List.of());
        Explanation.Sidecar sidecar = new Explainer(Gates.DEFAULT, Programs.KNOWN, List.of())
                .explain(target, Instant.EPOCH)
                .sidecars()
                .get(0);
        return EditLocation.of(target, sidecar, byAnnotation);
    }

    /** As {@code ReplicaSet of Deployment}. */
    private static Target.@Nullable Controller controller(String words) {
        if (words.isEmpty()) {
            return null;
        }
        String[] kinds = words.split(" of ", -1);
        Target.Maker maker = kinds.length == 1 ? null : new Target.Maker(kinds[1], "web");
        return new Target.Controller(kinds[0], maker == null ? "web" : "web-5d", Yaml.tree("{}"), maker);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // In files: where the object is written, or what makes it.
                "Pod | '' | '' | in metadata.annotations of Pod web-0:",
                "Deployment | Deployment | '' | in " + TEMPLATE + ":",
                "ReplicaSet | ReplicaSet of Deployment | '' | in " + TEMPLATE + ", which makes ReplicaSet web-5d:",
                "Job | Job of CronJob | '' | in spec.jobTemplate.spec.template.metadata.annotations of CronJob web,",
                // Pods of a cluster.
                "Pod | ReplicaSet of Deployment | phase: Pending | in " + TEMPLATE + ", which makes ReplicaSet web-5d;",
                "Pod | StatefulSet | phase: Pending | in spec.template.metadata.annotations of StatefulSet web;",
                "Pod | Rollout | phase: Pending | in the template's annotations of Rollout web;",
                "Pod | '' | phase: Pending | delete it and create it",
                "Pod | '' | phase: Failed | in a new one, because"
            })
    void whereTheAnnotationsAreWritten(String kind, String controller, String state, String expected) {
        assertThat(location(kind, controller, state, true)).startsWith(expected).endsWith(":");
    }

    @ParameterizedTest
    @CsvSource({"Deployment, Deployment, in the manifest of Deployment web:", "Pod, '', in the manifest of Pod web-0:"})
    void otherChangesAreMadeInTheManifest(String kind, String controller, String expected) {
        assertThat(location(kind, controller, "", false)).isEqualTo(expected);
    }

    /** A Pod that waits goes on waiting until it is deleted; a Job has to be made again as a whole. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StatefulSet | '' | true | false",
                "StatefulSet | 'initContainerStatuses: [{name: proxy, started: true}]' | false | false",
                "Job | '' | false | true",
                "Job of CronJob | '' | false | true"
            })
    void whatIsToBeDeleted(String controller, String status, boolean isPodToBeDeleted, boolean isJobToBeDeleted) {
        String state = "phase: Pending" + (status.isEmpty() ? "" : ", " + status);
        String location = location("Pod", controller, state, true);
        assertThat(location.contains("so delete it if it still waits after that"))
                .isEqualTo(isPodToBeDeleted);
        assertThat(location.contains("a Job that exists has to be deleted")).isEqualTo(isJobToBeDeleted);
    }
}
