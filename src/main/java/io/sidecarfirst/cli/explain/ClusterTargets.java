package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.observed.KubernetesVersion;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.Owner;
import io.sidecarfirst.observed.ProbeFailures;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects of a cluster, with what around them bears on the explanation as far as it may be read. */
final class ClusterTargets {
    private final ApiServer server;
    private final Optional<KubernetesVersion> given;
    private final InstallationReader optIn;
    private Optional<Optional<KubernetesVersion>> asked = Optional.empty();

    /** @param given the version to take instead of the API server's own */
    ClusterTargets(ApiServer server, Optional<KubernetesVersion> given) {
        this.server = server;
        this.given = given;
        this.optIn = new InstallationReader(server);
    }

    /** @throws CommandFailure if the object cannot be read or makes no Pods; its line says why, without the name */
    Target target(WorkloadKind resource, String namespace, String name) throws InterruptedException {
        ApiServer.Answer answer = server.get(resource.path(namespace, name));
        switch (answer.code()) {
            case HttpURLConnection.HTTP_OK -> {}
            case HttpURLConnection.HTTP_NOT_FOUND ->
                throw new CommandFailure(
                        ExitCode.INPUT,
                        "there is none in namespace " + namespace + "; is the name right, and the namespace (-n)?");
            case HttpURLConnection.HTTP_FORBIDDEN ->
                throw new CommandFailure(ExitCode.INPUT, "may not be read: " + answer.message());
            default -> throw new CommandFailure(ExitCode.INPUT, answer.message());
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
        answer.body().properties().forEach(entry -> object.set(entry.getKey(), entry.getValue()));
        Target target = WorkloadTargets.in(object, version()).stream()
                .findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.INPUT, "has no Pod template"));
        return new Target(
                target.kind(),
                target.name(),
                Optional.of(namespace),
                target.annotations(),
                target.pod(),
                target.isPod() ? controller(object, namespace) : target.controller(),
                Optional.of(optIn.coverage(namespace, target.pod().root().path("metadata"))),
                target.version(),
                failures(target, namespace));
    }

    /** What the kubelet said last of each startupProbe that has not passed; asked only where there is one. */
    private Map<String, String> failures(Target target, String namespace) throws InterruptedException {
        Pod pod = target.pod();
        if (!target.isPod() || pod.sidecars().stream().noneMatch(sidecar -> LivePod.isWaitedFor(pod, sidecar))) {
            return Map.of();
        }
        return ProbeFailures.in(new Pods(server, namespace).events(pod.root()).items());
    }

    private Optional<KubernetesVersion> version() throws InterruptedException {
        if (given.isPresent()) {
            return given;
        }
        if (asked.isEmpty()) {
            ApiServer.Answer answer = server.get("version");
            asked = Optional.of(
                    KubernetesVersion.parse(answer.body().path("gitVersion").asString("")));
        }
        return asked.get();
    }

    /** The top of the chain of owners, as far as it can be read. */
    private Optional<Target.Controller> controller(JsonNode object, String namespace) throws InterruptedException {
        Optional<Owner> owner = Owner.of(object);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        JsonNode missing = JsonNodeFactory.instance.missingNode();
        Target.Controller controller =
                new Target.Controller(owner.get().kind(), owner.get().name(), missing, Optional.empty());
        Optional<WorkloadKind> resource = WorkloadKind.ofKind(owner.get().kind());
        if (resource.isEmpty()) {
            return Optional.of(controller);
        }
        ApiServer.Answer answer =
                server.get(resource.get().path(namespace, owner.get().name()));
        if (answer.code() != HttpURLConnection.HTTP_OK) {
            return Optional.of(controller);
        }
        // Nobody keeps a ReplicaSet from naming itself.
        boolean isMade = Owner.of(answer.body())
                .filter(above -> !above.kind().equals(WorkloadKind.REPLICA_SET.kind()))
                .isPresent();
        if (resource.get() == WorkloadKind.REPLICA_SET && isMade) {
            return controller(answer.body(), namespace);
        }
        return Optional.of(new Target.Controller(
                controller.kind(),
                controller.name(),
                answer.body().path("spec"),
                WorkloadTargets.maker(answer.body())));
    }
}
