package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cli.common.VersionsReader;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.KubernetesVersion;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.Owner;
import io.sidecarfirst.observed.ProbeFailures;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects of a cluster, with what around them bears on the explanation as far as it may be read. */
final class ClusterTargets {
    private final ApiServer server;
    private final @Nullable KubernetesVersion given;
    private final InstallationReader installation;
    private final VersionsReader versions;
    private final Map<String, Optional<JsonNode>> owners = new HashMap<>();

    /** @param given the version to take instead of the cluster's own; null for these */
    ClusterTargets(ApiServer server, InstallationReader installation, @Nullable KubernetesVersion given) {
        this.server = server;
        this.given = given;
        this.installation = installation;
        this.versions = new VersionsReader(server);
    }

    /**
     * What is to be explained.
     *
     * @param unseen what could not be read of it, in words
     */
    record Found(Target target, List<String> unseen) {}

    /**
     * An object.
     *
     * @throws CommandFailure if it cannot be read; its line says why, without the name
     */
    ObjectNode read(WorkloadKind resource, String namespace, String name) throws InterruptedException {
        ApiServer.Answer answer = server.get(resource.path(namespace, name), resource.kind());
        return switch (answer.code()) {
            case HttpURLConnection.HTTP_OK -> resource.complete(answer.body());
            case HttpURLConnection.HTTP_NOT_FOUND ->
                throw new CommandFailure(
                        ExitCode.INPUT,
                        InstallationReader.isAbsent(server, namespace)
                                ? "there is no namespace " + namespace
                                : "there is none in namespace " + namespace
                                        + "; is the name right, and the namespace (-n)?");
            case HttpURLConnection.HTTP_FORBIDDEN ->
                throw new CommandFailure(
                        ExitCode.INPUT,
                        "may not be read: " + answer.message() + "; the right that is missing: " + resource.right("get")
                                + " in namespace " + namespace);
            default -> throw new CommandFailure(ExitCode.INPUT, answer.message());
        };
    }

    /**
     * What is to be explained of an object.
     *
     * @param settings where the settings that count were read; null where they are the command's own
     * @throws CommandFailure if it makes no Pods; its line says why, without the name
     */
    Found of(ObjectNode object, @Nullable String settings) throws InterruptedException {
        Target target = WorkloadTargets.of(Workloads.in(object), object, versions(object)).stream()
                .findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.INPUT, "has no Pod template"));
        String namespace = object.at("/metadata/namespace").asString("");
        Pods.EventList events = events(target, namespace);
        Target complete = new Target(
                target.kind(),
                target.name(),
                namespace,
                target.annotationsPath(),
                target.pod(),
                target.isPod() ? controller(object, namespace) : target.controller(),
                installation
                        .coverage(namespace, target.pod().root().path("metadata"))
                        .under(settings),
                target.versions(),
                ProbeFailures.in(events.items()),
                target.misplaced());
        return new Found(
                complete,
                events.problem() == null ? List.of() : List.of("what the kubelet says of it: " + events.problem()));
    }

    /** Those of a Pod; asked only where it has a startupProbe that has not passed. */
    private Pods.EventList events(Target target, String namespace) throws InterruptedException {
        Pod pod = target.pod();
        return target.isPod() && pod.sidecars().stream().anyMatch(sidecar -> LivePod.isWaitedFor(pod, sidecar))
                ? new Pods(server, namespace).events(pod.root())
                : new Pods.EventList(List.of(), null);
    }

    private ClusterVersions versions(JsonNode object) throws InterruptedException {
        return given == null ? versions.of(object) : ClusterVersions.all(given);
    }

    /** The top of the chain of owners, as far as it can be read; null if there is none. */
    private Target.@Nullable Controller controller(JsonNode object, String namespace) throws InterruptedException {
        Owner owner = Owner.of(object).orElse(null);
        if (owner == null) {
            return null;
        }
        WorkloadKind resource = WorkloadKind.ofKind(owner.kind()).orElse(null);
        JsonNode read = resource == null ? null : owner(resource, namespace, owner.name());
        if (read == null) {
            JsonNode missing = JsonNodeFactory.instance.missingNode();
            Owner top = resource == WorkloadKind.REPLICA_SET
                    ? Owner.deployment(owner.name(), object)
                            .map(name -> new Owner(WorkloadKind.DEPLOYMENT.kind(), name))
                            .orElse(owner)
                    : owner;
            return new Target.Controller(top.kind(), top.name(), missing, null);
        }
        // Nobody keeps a ReplicaSet from naming itself.
        boolean hasOwner = Owner.of(read)
                .filter(above -> !above.kind().equals(WorkloadKind.REPLICA_SET.kind()))
                .isPresent();
        return resource == WorkloadKind.REPLICA_SET && hasOwner
                ? controller(read, namespace)
                : new Target.Controller(owner.kind(), owner.name(), read.path("spec"), WorkloadTargets.maker(read));
    }

    /** Many Pods have the same owner: it is read once. */
    private @Nullable JsonNode owner(WorkloadKind resource, String namespace, String name) throws InterruptedException {
        String path = resource.path(namespace, name);
        Optional<JsonNode> known = owners.get(path);
        if (known == null) {
            ApiServer.Answer answer = server.get(path, resource.kind());
            known = answer.code() == HttpURLConnection.HTTP_OK ? Optional.of(answer.body()) : Optional.empty();
            owners.put(path, known);
        }
        return known.orElse(null);
    }
}
