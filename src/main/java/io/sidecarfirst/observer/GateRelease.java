package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.release.Fingerprint;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.release.ReleaseStore;
import io.sidecarfirst.release.Releases;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives up a gate that does not open: it is remembered first, then the Pod is evicted, if something replaces it. Each
 * step looks at the Pod as it is then, so that another replica may go on where this one ended.
 *
 * <p>An eviction that is wrong is an outage. So the Pod's mains must never have started, the gate must be what holds
 * the Pod, its sidecar must run, and all that must still be so when the API server evicts.
 */
final class GateRelease {
    /** Meanwhile the webhook's replicas learn of it. */
    static final Duration KNOWN_AFTER = Duration.ofSeconds(2);

    /** A Pod that was created later than this should have come without the gate: evicting it helps nobody. */
    static final Duration FOLLOWED_AFTER = Duration.ofSeconds(30);

    /** To delete its Pod would be a failure, too. */
    private static final String CREATE_JOB_AGAIN =
            "Delete the Job, not the Pod, and create it again, if the Pod does not come up.";

    /** A controller whose sidecar is another one in each of its Pods, as by a token, would be evicted for ever. */
    private static final int MOST_OF_CONTROLLER = 3;

    /** The same without a controller that lasts, as in many Jobs: they would push all others out of the ConfigMap. */
    private static final int MOST_OF_IMAGE = 20;

    /**
     * Of a name that the API server makes up, this much is of who asked for it.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/storage/names/generate.go">The
     *     generator of names</a>
     */
    private static final int LONGEST_BASE = 58;

    private static final Logger log = LoggerFactory.getLogger(GateRelease.class);

    private final ApiServer server;
    private final ReleaseStore store;
    private final EventRecorder events;
    private final Function<JsonNode, Optional<ObservedPod>> decoder;
    private final BooleanSupplier mayAct;

    /**
     * @param decoder what is observed of a Pod
     * @param mayAct whether this is the active replica still
     */
    GateRelease(
            ApiServer server,
            ReleaseStore store,
            EventRecorder events,
            Function<JsonNode, Optional<ObservedPod>> decoder,
            BooleanSupplier mayAct) {
        this.server = server;
        this.store = store;
        this.events = events;
        this.decoder = decoder;
        this.mayAct = mayAct;
    }

    /**
     * What speaks against an eviction.
     *
     * @param why as a clause
     * @param whatToDo instead, in sentences
     */
    record Objection(String why, String whatToDo) {}

    /** What one step came to. */
    sealed interface Step {
        /** The Pod is gone. */
        record Gone() implements Step {}

        /** It does not wait on that gate any more. */
        record Changed(ObservedPod pod) implements Step {}

        /** The gate is remembered as given up. */
        record Remembered() implements Step {}

        /** Not now: to be tried again. */
        record Later() implements Step {}

        /** The Pod was evicted. */
        record Evicted() implements Step {}

        /** Nothing is to be done any more: an Event says why. */
        record Left() implements Step {}
    }

    /**
     * Takes the next step.
     *
     * @throws ApiServerException if there is no answer
     */
    Step next(Finding.ReleaseDue due, Instant now) throws InterruptedException {
        Pods.Answer answer =
                new Pods(server, due.pod().namespace()).get(due.pod().name());
        if (answer instanceof Pods.Answer.Refused refused) {
            throw new ApiServerException("reading the Pod " + due.pod().describe() + ": " + refused.why());
        }
        if (!(answer instanceof Pods.Answer.Found found)) {
            return new Step.Gone();
        }
        JsonNode root = found.object();
        Optional<ObservedPod> pod =
                decoder.apply(root).filter(it -> it.uid().equals(due.pod().uid()));
        if (pod.isEmpty()) {
            return new Step.Gone();
        }
        Optional<Release> release = release(pod.get(), due, root, now);
        return release.isPresent() ? next(pod.get(), root, release.get(), now) : new Step.Changed(pod.get());
    }

    /** The release that is due, if the Pod still waits. */
    private static Optional<Release> release(ObservedPod pod, Finding.ReleaseDue due, JsonNode root, Instant now) {
        Optional<ObservedPod.Sidecar> held = pod.sidecar(due.sidecar())
                .filter(sidecar -> sidecar.name().equals(pod.waitsFor()))
                .filter(sidecar -> sidecar.isRunning() && !sidecar.hasStarted());
        ObservedPod.GateOfOurs gate = held.map(ObservedPod.Sidecar::gate).orElse(null);
        if (gate == null || gate.releaseAfterSeconds() <= 0 || pod.hasEnded() || pod.mainsStarted()) {
            return Optional.empty();
        }
        Pod asWritten = Pod.of(root);
        Container sidecar = asWritten.named(due.sidecar()).get(0);
        return Optional.of(new Release(
                pod.namespace(),
                Fingerprint.of(asWritten, sidecar),
                sidecar.name(),
                gate.source(),
                gate.check(),
                sidecar.image(),
                pod.controller() == null ? "" : pod.controller().workload(),
                pod.name(),
                now,
                Duration.between(due.since(), now).toSeconds()));
    }

    private Step next(ObservedPod pod, JsonNode root, Release due, Instant now) throws InterruptedException {
        Releases known = store.read().map(ReleaseStore.Stored::releases).orElse(Releases.NONE);
        Optional<Release> remembered = remembered(known, due);
        if (remembered.isEmpty()) {
            return differsInEachPod(known, due, pod.controller())
                    ? leave(pod, due, EventText.differsInEachPod(pod, due))
                    : remember(pod, due);
        }
        Release release = remembered.get();
        if (pod.created().isAfter(release.at().plus(FOLLOWED_AFTER))) {
            return leave(pod, due, EventText.madeAgain(pod, release));
        }
        if (now.isBefore(release.at().plus(KNOWN_AFTER))) {
            return new Step.Later();
        }
        Optional<Objection> objection = objection(pod, root);
        return objection.isPresent()
                ? leave(pod, due, EventText.notEvicted(pod, due, objection.get()))
                : evict(pod, root, due);
    }

    private static Optional<Release> remembered(Releases known, Release due) {
        return known.find(due.namespace(), due.fingerprint()).filter(release -> release.source() == due.source());
    }

    private static boolean differsInEachPod(Releases known, Release due, ObservedPod.@Nullable Controller controller) {
        List<Release> alike = known.all().stream()
                .filter(release -> release.namespace().equals(due.namespace())
                        && release.sidecar().equals(due.sidecar())
                        && release.image().equals(due.image()))
                .toList();
        return alike.size() >= MOST_OF_IMAGE
                || (controller != null
                        && alike.stream()
                                        .filter(release -> isOf(controller, release))
                                        .count()
                                >= MOST_OF_CONTROLLER);
    }

    /**
     * Whether it was a Pod of that controller. Each edit of a Deployment makes a ReplicaSet, and is another sidecar
     * rightly; its Pods are named after the ReplicaSet.
     */
    private static boolean isOf(ObservedPod.Controller controller, Release release) {
        String start = controller.name() + "-";
        return release.workload().equals(controller.workload())
                && (!controller.kind().equals("ReplicaSet")
                        || release.pod().startsWith(start.substring(0, Math.min(start.length(), LONGEST_BASE))));
    }

    private Step remember(ObservedPod pod, Release due) throws InterruptedException {
        Releases kept = store.change(releases -> mayAct.getAsBoolean() ? releases.with(due) : releases);
        if (remembered(kept, due).isEmpty()) {
            return new Step.Later();
        }
        log.atWarn()
                .addKeyValue("pod", pod.describe())
                .addKeyValue("sidecar", due.sidecar())
                .addKeyValue("check", due.check())
                .addKeyValue("seconds", due.afterSeconds())
                .addKeyValue("release", due.name())
                .log("a gate that did not open is given up");
        return new Step.Remembered();
    }

    private Step leave(ObservedPod pod, Release due, String message) throws InterruptedException {
        if (!mayAct.getAsBoolean()) {
            return new Step.Later();
        }
        var unused = events.record(
                EventRecorder.Subject.of(pod), EventRecorder.Reason.GateNotReleased, due.sidecar(), message);
        return new Step.Left();
    }

    private Optional<Objection> objection(ObservedPod pod, JsonNode root) throws InterruptedException {
        ObservedPod.Controller controller = pod.controller();
        if (controller == null) {
            return Optional.of(new Objection(
                    "it has no controller that would replace it",
                    "Delete it and create it again, if it does not come up."));
        }
        if (controller.replacesItsPods()) {
            return Optional.empty();
        }
        if (!controller.isJob()) {
            return Optional.of(new Objection(
                    "it is not known whether the " + controller.workload() + ", to which it belongs, would replace it",
                    "Delete it, if it is replaced then; else create its " + controller.kind() + " again."));
        }
        ApiServer.Answer job = server.get(WorkloadKind.JOB.path(pod.namespace(), controller.name()));
        return (job.code() == HttpURLConnection.HTTP_OK
                        ? JobBackoff.objection(job.body(), root)
                        : Optional.of("its Job could not be read: " + job.message()))
                .map(why -> new Objection(why, CREATE_JOB_AGAIN));
    }

    private Step evict(ObservedPod pod, JsonNode root, Release due) throws InterruptedException {
        if (!mayAct.getAsBoolean()) {
            return new Step.Later();
        }
        ApiServer.Answer answer =
                server.create(WorkloadKind.POD.path(pod.namespace(), pod.name()) + "/eviction", eviction(pod, root));
        if (answer.code() < HttpURLConnection.HTTP_MULT_CHOICE) {
            String message = EventText.released(pod, due);
            record(EventRecorder.Subject.of(pod), due, message);
            if (pod.controller() != null) {
                record(EventRecorder.Subject.of(pod.controller(), pod.namespace()), due, message);
            }
            log.atInfo().addKeyValue("pod", pod.describe()).log("evicted, to be replaced by a Pod without the gate");
            return new Step.Evicted();
        }
        if (answer.code() == HttpURLConnection.HTTP_FORBIDDEN) {
            Objection forbidden =
                    new Objection("the API server forbids it", "Delete it: its controller makes another one.");
            return leave(pod, due, EventText.notEvicted(pod, due, forbidden));
        }
        log.atInfo()
                .addKeyValue("pod", pod.describe())
                .addKeyValue("answer", answer.message())
                .log("not evicted now");
        return answer.code() == HttpURLConnection.HTTP_NOT_FOUND ? new Step.Gone() : new Step.Later();
    }

    /** On the controller there is one for each Pod that was evicted. */
    private void record(EventRecorder.Subject subject, Release due, String message) throws InterruptedException {
        var unused =
                events.record(subject, EventRecorder.Reason.GateReleased, due.pod() + "/" + due.sidecar(), message);
    }

    /**
     * It is refused unless the Pod is the very one that was looked at, unchanged.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/">API-initiated eviction</a>
     */
    private static ObjectNode eviction(ObservedPod pod, JsonNode root) {
        ObjectNode eviction = JsonNodeFactory.instance.objectNode();
        eviction.put("apiVersion", "policy/v1").put("kind", "Eviction");
        eviction.putObject("metadata").put("name", pod.name()).put("namespace", pod.namespace());
        eviction.putObject("deleteOptions")
                .putObject("preconditions")
                .put("uid", pod.uid())
                .put(
                        "resourceVersion",
                        root.path("metadata").path("resourceVersion").asString(""));
        return eviction;
    }
}
