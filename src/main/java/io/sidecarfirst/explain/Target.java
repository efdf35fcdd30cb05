package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.observed.KubernetesVersion;
import io.sidecarfirst.observed.LivePod;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is to be explained: a Pod, or what makes Pods.
 *
 * @param kind as Kubernetes writes it, such as {@code Deployment}
 * @param name its name
 * @param namespace where it is, if that is known
 * @param annotations where the annotations that count are written, such as {@code spec.template.metadata.annotations}
 * @param pod the Pod or the template
 * @param controller what makes the Pods, if that is known: for a Pod of a cluster its owner, else the workload itself
 * @param coverage whether what is installed decides on the Pods; empty for what is not of a cluster
 * @param version the cluster's version, if it is known
 * @param failures what the kubelet said last of a startupProbe that failed, by the container's name; as far as it is known
 */
public record Target(
        String kind,
        String name,
        Optional<String> namespace,
        String annotations,
        Pod pod,
        Optional<Controller> controller,
        Optional<Coverage> coverage,
        Optional<KubernetesVersion> version,
        Map<String, String> failures) {
    public Target {
        failures = Map.copyOf(failures);
    }

    /**
     * What makes Pods.
     *
     * @param spec the {@code spec} next to the template: of a CronJob, that of its Jobs
     * @param maker what makes it itself, and writes its template: the CronJob of a Job, the Deployment of a ReplicaSet
     */
    public record Controller(String kind, String name, JsonNode spec, Optional<Maker> maker) {

        /** The object whose template is to be changed. */
        Maker origin() {
            return maker.orElse(new Maker(kind, name));
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

    /** The object that holds the template from which others are made. */
    public record Maker(String kind, String name) {

        /** Where the annotations of its Pods are written; for a kind that Kubernetes itself does not have, no field is named. */
        String annotations() {
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

    /** Whether it is a Pod itself, or a manifest of one. */
    public boolean isPod() {
        return kind.equals("Pod");
    }

    /** Why nothing of it starts any more, as a sentence: a Pod of a cluster that has ended, or is being deleted. */
    public Optional<String> end() {
        return isPod() ? LivePod.end(pod) : Optional.empty();
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
                || controller
                        .filter(it -> it.spec().path("activeDeadlineSeconds").isNumber())
                        .isPresent();
    }

    /** The Pods' own restartPolicy; {@code Always} by default, as in Kubernetes. */
    public String restartPolicy() {
        return pod.root().path("spec").path("restartPolicy").asString("Always");
    }
}
