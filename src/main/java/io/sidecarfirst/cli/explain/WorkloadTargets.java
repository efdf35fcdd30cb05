package io.sidecarfirst.cli.explain;

import io.sidecarfirst.explain.Target;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.manifest.Workload;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.observed.KubernetesVersion;
import io.sidecarfirst.observed.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** The workloads of a document, as what is to be explained. */
final class WorkloadTargets {
    private WorkloadTargets() {}

    static List<Target> in(JsonNode document, Optional<KubernetesVersion> version) {
        return Workloads.in(document).stream()
                .map(workload -> target(document, workload, version))
                .toList();
    }

    private static Target target(JsonNode document, Workload workload, Optional<KubernetesVersion> version) {
        boolean pod = workload.kind().equals("Pod");
        return new Target(
                workload.kind(),
                workload.name(),
                workload.namespace(),
                annotations(workload.at()),
                Pod.of(workload.pod()),
                pod
                        ? Optional.empty()
                        : Optional.of(new Target.Controller(
                                workload.kind(),
                                workload.name(),
                                document.at(workload.at().head()),
                                maker(document.at(workload.object())))),
                Optional.empty(),
                version,
                Map.of());
    }

    /** What has made an object, and writes its template. */
    static Optional<Target.Maker> maker(JsonNode object) {
        return Owner.of(object)
                .filter(owner -> owner.kind().equals("CronJob") || owner.kind().equals("Deployment"))
                .map(owner -> new Target.Maker(owner.kind(), owner.name()));
    }

    /** The place of the annotations in the object itself, whatever list it is in. */
    private static String annotations(JsonPointer at) {
        List<String> parts = new ArrayList<>();
        for (JsonPointer part = at; !part.matches(); part = part.tail()) {
            if (part.getMatchingIndex() >= 0) {
                // An item of a list: the object starts here.
                parts.clear();
            } else {
                parts.add(part.getMatchingProperty());
            }
        }
        parts.add("metadata");
        parts.add("annotations");
        return String.join(".", parts);
    }
}
