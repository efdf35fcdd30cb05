package io.sidecarfirst.cli.explain;

import io.sidecarfirst.explain.Target;
import io.sidecarfirst.gate.Misplaced;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.manifest.Workload;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.Owner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The workloads of a document, as what is to be explained. */
final class WorkloadTargets {
    private WorkloadTargets() {}

    static List<Target> of(Workloads workloads, JsonNode document, ClusterVersions versions) {
        return workloads.found().stream()
                .map(workload -> target(document, workload, versions))
                .toList();
    }

    private static Target target(JsonNode document, Workload workload, ClusterVersions versions) {
        return new Target(
                workload.kind(),
                workload.name(),
                workload.namespace(),
                annotationsPath(workload.path()),
                Pod.of(workload.pod(), Objects.requireNonNullElse(workload.namespace(), "")),
                workload.kind().equals("Pod") ? null : controller(document, workload),
                null,
                versions,
                Map.of(),
                Misplaced.in(workload.object().tree(), workload.template()));
    }

    private static Target.Controller controller(JsonNode document, Workload workload) {
        return new Target.Controller(
                workload.kind(),
                workload.name(),
                document.at(workload.at().head()),
                maker(workload.object().tree()));
    }

    /** What has made an object, and writes its template; null if nothing has. */
    static Target.@Nullable Maker maker(JsonNode object) {
        return Owner.of(object)
                .filter(owner -> owner.kind().equals("CronJob") || owner.kind().equals("Deployment"))
                .map(owner -> new Target.Maker(owner.kind(), owner.name()))
                .orElse(null);
    }

    /** Where the annotations are in the object itself, whatever list it is in. */
    private static String annotationsPath(String pod) {
        return pod + (pod.isEmpty() ? "" : ".") + "metadata.annotations";
    }
}
