package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.OtherWait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is to be explained: a Pod, or what makes Pods.
 *
 * @param kind as Kubernetes writes it, such as {@code Deployment}
 * @param name its name
 * @param namespace its namespace; null if that is not known
 * @param annotationsPath where the Pod's annotations are written, such as {@code spec.template.metadata.annotations}
 * @param pod the Pod or the template
 * @param controller what makes the Pods: for a Pod of a cluster its owner, else the workload itself; null if that is
 *     not known
 * @param coverage whether what is installed decides on the Pods; null for what is not of a cluster
 * @param versions the cluster's versions, as far as they are known
 * @param failures what the kubelet said last of startupProbes that failed, by the container's name; as far as it is
 *     known
 * @param misplaced labels and annotations that stand above the template, where they have no effect
 */
public record Target(
        String kind,
        String name,
        @Nullable String namespace,
        String annotationsPath,
        Pod pod,
        @Nullable Controller controller,
        @Nullable Coverage coverage,
        ClusterVersions versions,
        Map<String, String> failures,
        List<Warning> misplaced) {
    public Target {
        failures = Map.copyOf(failures);
        misplaced = List.copyOf(misplaced);
    }

    /**
     * What makes Pods.
     *
     * @param spec the {@code spec} next to the template: of a CronJob, that of its Jobs
     * @param maker what has made it, and writes its template: the CronJob of a Job, the Deployment of a ReplicaSet;
     *     null for others
     */
    public record Controller(
            String kind,
            String name,
            JsonNode spec,
            @Nullable Maker maker) {

        /** The object whose template is to be changed. */
        Maker origin() {
            return maker == null ? new Maker(kind, name) : maker;
        }

        /** Whether its spec is known; a cluster may not let it be read. */
        public boolean isRead() {
            return spec.isObject();
        }

        /** Whether the Pods are a Job's, which ends. */
        public boolean isJob() {
            return kind.equals("Job") || kind.equals("CronJob");
        }
    }

    /** The object in which the template is written, from which others are made. */
    public record Maker(String kind, String name) {

        /** Where the annotations of its Pods are written; for a kind that is not one of Kubernetes, without a path. */
        String annotationsPath() {
            return switch (kind) {
                case "CronJob" -> "spec.jobTemplate.spec.template.metadata.annotations";
                case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job" ->
                    "spec.template.metadata.annotations";
                default -> "the template's annotations";
            };
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /** The Job or CronJob that makes the Pods, if one does. */
    public Optional<Controller> job() {
        return Optional.ofNullable(controller).filter(Controller::isJob);
    }

    /** Whether it is a Pod itself, or a manifest of one. */
    public boolean isPod() {
        return kind.equals("Pod");
    }

    /**
     * Why nothing in it starts any more, as a sentence; empty unless it is a Pod that has ended, or is being deleted.
     */
    public Optional<String> endReason() {
        return isPod() ? LivePod.endReason(pod) : Optional.empty();
    }

    /** What holds the mains that is no gate, as a sentence; empty unless it is a Pod of a cluster that waits so. */
    Optional<String> otherWait() {
        return isPod()
                ? OtherWait.of(pod).map(what -> "Its mains do not wait for a gate now, but for " + what + ".")
                : Optional.empty();
    }

    /** Whether it is a Pod that a cluster has, whose probes cannot be changed any more. */
    public boolean isLive() {
        return isPod() && LivePod.isLive(pod);
    }

    /**
     * Whether a Job ends its Pods after some time.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup">Job
     *     termination and cleanup</a>
     */
    public boolean hasDeadline() {
        return pod.root().path("spec").path("activeDeadlineSeconds").isNumber()
                || (controller != null
                        && controller.spec().path("activeDeadlineSeconds").isNumber());
    }

    /** The Pods' own restartPolicy; {@code Always} by default, as in Kubernetes. */
    public String restartPolicy() {
        return pod.root().path("spec").path("restartPolicy").asString("Always");
    }
}
