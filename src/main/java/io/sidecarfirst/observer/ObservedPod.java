package io.sidecarfirst.observer;

import io.sidecarfirst.explain.Redacted;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.observed.ContainerState;
import io.sidecarfirst.observed.GateWait;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.Owner;
import io.sidecarfirst.observed.StatusEntry;
import io.sidecarfirst.observed.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is kept of a Pod with native sidecars: some hundred bytes, whatever its size. It holds no part of the tree that
 * it was made of.
 *
 * @param controller what would replace it; null if nothing would
 * @param created by the API server's clock, as all times here
 * @param hasEnded whether nothing in it starts any more: it ended, or is being deleted
 * @param mainsStarted whether a main has ever been started in it
 * @param labels its labels, where they are needed to tell whether it is opted in; else none
 * @param waitsFor the name of the first sidecar that has not started, if it has run and has a gate of ours: all that
 *     comes after it waits. Else null: what holds the Pod then is something else, such as the gate container
 * @param gateContainer its gate container; null if it has none
 */
record ObservedPod(
        String uid,
        String namespace,
        String name,
        @Nullable Controller controller,
        Instant created,
        boolean hasEnded,
        boolean mainsStarted,
        List<Sidecar> sidecars,
        Map<String, String> labels,
        @Nullable String waitsFor,
        @Nullable ObservedGateContainer gateContainer) {

    /** Reasons that a Pod's author has nothing to do about. With all others a warning was given. */
    private static final Set<String> WITHOUT_WARNING = Set.of(
            Reason.MIRROR_POD.id(), Reason.OPTED_OUT.id(), Reason.ALREADY_GATED.id(), Reason.NOTHING_TO_PROBE.id());

    ObservedPod {
        sidecars = List.copyOf(sidecars);
        labels = Map.copyOf(labels);
    }

    /**
     * The object that controls the Pod.
     *
     * @param workload what people know it by: the Deployment of a ReplicaSet, as {@code Deployment web}
     */
    record Controller(String apiVersion, String kind, String name, String uid, String workload) {

        /** Their Pods are replaced, as often as it takes. */
        private static final Set<String> REPLACING =
                Set.of("apps/v1 ReplicaSet", "apps/v1 StatefulSet", "apps/v1 DaemonSet", "v1 ReplicationController");

        private static final String JOB = "batch/v1 Job";

        static Optional<Controller> of(JsonNode object) {
            for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
                if (owner.path("controller").asBoolean(false)) {
                    String kind = owner.path("kind").asString("");
                    String name = owner.path("name").asString("");
                    Optional<String> deployment =
                            kind.equals("ReplicaSet") ? Owner.deployment(name, object) : Optional.empty();
                    return Optional.of(new Controller(
                            owner.path("apiVersion").asString("").intern(),
                            kind.intern(),
                            name,
                            owner.path("uid").asString(""),
                            deployment
                                    .map(it -> "Deployment " + it)
                                    .orElse(kind + " " + name)
                                    .intern()));
                }
            }
            return Optional.empty();
        }

        /** Whether it makes another Pod for each that goes. */
        boolean replacesItsPods() {
            return REPLACING.contains(apiVersion + " " + kind);
        }

        /** Whether it makes another Pod only as long as it may fail once more. */
        boolean isJob() {
            return JOB.equals(apiVersion + " " + kind);
        }
    }

    /**
     * A native sidecar.
     *
     * @param gate the gate that this project has made; null if there is none
     * @param skipped why it was not gated, by the name in the status, where a warning was given; else null
     * @param isMissed whether nothing was decided on it, although it has no startupProbe
     * @param runsSince since when it runs; null if it does not run now
     * @param ranAt when it ran first, as far as its status still tells; null if it has never run
     * @param hasStarted whether what comes after it may start
     * @param crash how its last run ended, where it is waited for and ended by itself; else null
     */
    record Sidecar(
            String name,
            @Nullable GateOfOurs gate,
            @Nullable String skipped,
            boolean isMissed,
            @Nullable Instant runsSince,
            @Nullable Instant ranAt,
            boolean hasStarted,
            @Nullable CrashedRun crash) {

        boolean isRunning() {
            return runsSince != null;
        }

        /** Whether its present run is at least that long. */
        boolean hasRunFor(Duration least, Instant now) {
            return runsSince != null && !now.isBefore(runsSince.plus(least));
        }
    }

    /**
     * A run of a container that was not ended by the kubelet.
     *
     * @param restarts how often the container was started again until now
     * @param end how it ended, as {@code exit code 1}
     */
    record CrashedRun(int restarts, String end) {}

    /**
     * A gate that this project has made.
     *
     * @param check what it asks, in a few words, without secrets
     * @param isGuess whether it is a guess: nobody has said that the port answers
     * @param releaseAfterSeconds after how many seconds it is given up if it has not opened; 0: never
     */
    record GateOfOurs(SourceKind source, String check, boolean isGuess, long releaseAfterSeconds) {}

    /** What is kept of a Pod of a cluster; empty where it has no native sidecar, or mirrors a static Pod. */
    static Optional<ObservedPod> of(JsonNode root, ObserverSettings.ReleaseDelay delay) {
        if (!hasSidecar(root)) {
            return Optional.empty();
        }
        Pod pod = Pod.of(root);
        if (pod.annotations().has(WellKnown.MIRROR_ANNOTATION)) {
            return Optional.empty();
        }
        JsonNode metadata = root.path("metadata");
        boolean mainsStarted = GateWait.haveMainsStarted(pod);
        boolean hasEnded = LivePod.endReason(pod).isPresent();
        List<Sidecar> sidecars = new ArrayList<>(pod.sidecars().size());
        for (Container sidecar : pod.sidecars()) {
            sidecars.add(sidecar(pod, sidecar, delay));
        }
        ObservedGateContainer gateContainer = ObservedGateContainer.of(pod).orElse(null);
        // Its turn comes when the sidecars before it have started: their gates are right, and those behind it wait.
        boolean isElsewhere = mainsStarted || hasEnded || (gateContainer != null && gateContainer.isWaitedFor());
        String waitsFor = isElsewhere ? null : waitsFor(pod, sidecars);
        boolean mattersWhetherOptedIn = waitsFor != null || sidecars.stream().anyMatch(Sidecar::isMissed);
        return Optional.of(new ObservedPod(
                metadata.path("uid").asString(""),
                metadata.path("namespace").asString("").intern(),
                metadata.path("name").asString(""),
                Controller.of(root).orElse(null),
                Timestamp.parse(metadata.path("creationTimestamp")).orElse(Instant.EPOCH),
                hasEnded,
                mainsStarted,
                sidecars,
                mattersWhetherOptedIn ? OptIn.labels(metadata) : Map.of(),
                waitsFor,
                gateContainer));
    }

    /** Before anything else is made of it: most Pods of most clusters have none. */
    private static boolean hasSidecar(JsonNode root) {
        for (JsonNode container : root.path("spec").path("initContainers")) {
            if (container.path("restartPolicy").asString("").equals("Always")) {
                return true;
            }
        }
        return false;
    }

    /** The kubelet starts them one after the other, so that only the first that is not done holds the others. */
    private static @Nullable String waitsFor(Pod pod, List<Sidecar> sidecars) {
        for (Container container : pod.containers()) {
            if (!container.init()) {
                return null;
            }
            if (container.isSidecar()) {
                Optional<Sidecar> held = sidecars.stream()
                        .filter(sidecar -> sidecar.name().equals(container.name()))
                        .filter(sidecar -> !sidecar.hasStarted())
                        .findFirst();
                if (held.isPresent()) {
                    boolean isOurs = held.get().gate() != null && held.get().ranAt() != null;
                    return isOurs ? held.get().name() : null;
                }
            } else if (!ContainerState.hasSucceeded(ContainerState.ofInit(pod, container.name()))) {
                return null;
            }
        }
        return null;
    }

    private static Sidecar sidecar(Pod pod, Container sidecar, ObserverSettings.ReleaseDelay delay) {
        JsonNode status = ContainerState.ofInit(pod, sidecar.name());
        boolean hasProbe = sidecar.startupProbe().isPresent();
        StatusEntry entry = StatusEntry.of(pod, sidecar.name());
        return new Sidecar(
                sidecar.name().intern(),
                gate(pod, sidecar, delay).orElse(null),
                entry instanceof StatusEntry.Skipped skipped && !WITHOUT_WARNING.contains(skipped.reason())
                        ? skipped.reason().intern()
                        : null,
                !hasProbe && isUndecided(pod, sidecar, entry),
                runsSince(status).orElse(null),
                ContainerState.starts(status).stream().min(Instant::compareTo).orElse(null),
                status.path("started").asBoolean(false),
                crash(sidecar, status).orElse(null));
    }

    private static Optional<CrashedRun> crash(Container sidecar, JsonNode status) {
        JsonNode ended = ContainerState.lastEnd(status);
        if (!ended.isObject()
                || status.path("started").asBoolean(false)
                || sidecar.startupProbe()
                        .filter(gate -> !GateWait.isUsedUp(gate, ended))
                        .isEmpty()) {
            return Optional.empty();
        }
        boolean isOutOfMemory = ended.path("reason").asString("").equals("OOMKilled");
        return Optional.of(new CrashedRun(
                status.path("restartCount").asInt(0),
                ("exit code " + ended.path("exitCode").asInt(0) + (isOutOfMemory ? ", out of memory" : "")).intern()));
    }

    private static boolean isUndecided(Pod pod, Container sidecar, StatusEntry entry) {
        return (entry instanceof StatusEntry.NoAnnotation || entry instanceof StatusEntry.NoEntry)
                && SidecarOverrides.of(pod, sidecar).inject()
                && pod.label(WellKnown.INJECTION_LABEL)
                        .filter(WellKnown.DISABLED::equals)
                        .isEmpty();
    }

    private static Optional<Instant> runsSince(JsonNode status) {
        JsonNode running = status.path("state").path("running");
        return running.isObject()
                ? Timestamp.parse(running.path("startedAt")).or(() -> Optional.of(Instant.EPOCH))
                : Optional.empty();
    }

    private static Optional<GateOfOurs> gate(Pod pod, Container sidecar, ObserverSettings.ReleaseDelay delay) {
        Optional<SourceKind> source = Status.existingGate(pod, sidecar);
        Optional<Handler> handler = sidecar.startupProbe()
                .flatMap(probe -> probe.handlers().stream().findFirst());
        if (source.isEmpty() || handler.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GateOfOurs(
                source.get(),
                Redacted.describe(handler.get()).intern(),
                GuessedPort.of(pod, sidecar, source.get(), handler.get()).isPresent(),
                delay.seconds(pod, sidecar, source.get())));
    }

    /** The sidecar of that name. */
    Optional<Sidecar> sidecar(String wanted) {
        return sidecars.stream()
                .filter(sidecar -> sidecar.name().equals(wanted))
                .findFirst();
    }

    /** Whether the mains wait for the gate container. */
    boolean waitsForGateContainer() {
        return gateContainer != null && gateContainer.isWaitedFor();
    }

    /**
     * Since when its gate container keeps the mains back, as far as the Pod tells: since it began to ask; else since
     * the last of the sidecars that it asks ran, when its turn came.
     */
    Instant gateContainerSince() {
        if (gateContainer == null) {
            return created;
        }
        return Optional.ofNullable(gateContainer.since())
                .or(() -> gateContainer.asked().stream()
                        .flatMap(asked -> sidecar(asked.sidecar()).stream())
                        .flatMap(sidecar -> Optional.ofNullable(sidecar.ranAt()).stream())
                        .max(Instant::compareTo))
                .orElse(created);
    }

    /** For messages. */
    String describe() {
        return namespace + "/" + name;
    }
}
