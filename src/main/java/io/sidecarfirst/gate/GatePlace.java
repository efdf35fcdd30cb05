package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the gate container of a Pod stands, and which sidecars it may ask: those before it, directly behind the last of
 * which it is added.
 *
 * <p>It cannot be moved. So a sidecar that was added behind one that is there gets a startupProbe. So does a sidecar
 * that an ordinary init container follows before the gate container: that one may need it, too.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#understanding-init-containers">Init
 *     containers</a>: each must have started or completed before the next one starts
 */
final class GatePlace {
    private final Pod pod;
    private final GateMode wanted;
    private final @Nullable GateImage image;
    private final @Nullable GateContainer present;

    /** Why the container that is wanted, or there, cannot ask; null if it can. */
    private final @Nullable String obstacle;

    private GatePlace(Pod pod, GateMode wanted, @Nullable GateImage image) {
        this.pod = pod;
        this.wanted = wanted;
        this.image = image;
        this.present = pod.gateContainer();
        this.obstacle = present != null || wanted == GateMode.CONTAINER ? obstacle() : null;
    }

    /**
     * The place in a Pod.
     *
     * @param wanted what shall hold the mains back
     * @param image what the container runs; null for none
     */
    static GatePlace in(Pod pod, GateMode wanted, @Nullable GateImage image) {
        return new GatePlace(pod, wanted, image);
    }

    private @Nullable String obstacle() {
        if (present == null && image == null) {
            return "no image is set for it";
        }
        if (pod.hostNetwork()) {
            return "the Pod shares its node's network, where other Pods may answer";
        }
        if (pod.isForWindows()) {
            return "the Pod runs on Windows";
        }
        if (Firewall.of(pod).isThere()) {
            return "a container of the Pod sets up a firewall, which may drop what the Pod asks itself";
        }
        if (pod.meshProxies().mayTakeOutbound()) {
            return "a container of the Pod redirects connections, perhaps those that the Pod makes to itself, too";
        }
        if (present != null) {
            return null;
        }
        if (!pod.named(GateContainer.NAME).isEmpty()) {
            return "another container of the Pod is called " + GateContainer.NAME;
        }
        return GateResources.suffice(pod) ? null : "it needs 16 MiB of memory, and no main may use as much";
    }

    /** What may hold back what comes after this sidecar. */
    GateMode mode(Container sidecar) {
        boolean hasContainer = obstacle == null
                && (present == null ? wanted == GateMode.CONTAINER : sidecar.index() < present.index());
        return hasContainer ? GateMode.CONTAINER : GateMode.PROBE;
    }

    /**
     * The index of the last init container before that index that is no sidecar; -1 for none. A sidecar before it is
     * better gated by a startupProbe, if it can be.
     */
    int lastOrdinary(int index) {
        return pod.containers().stream()
                .filter(other -> other.init() && !other.isSidecar() && other.index() < index)
                .mapToInt(Container::index)
                .max()
                .orElse(-1);
    }

    /**
     * The index of the container, there or to be added; 0 where it has nobody to ask.
     *
     * @param verdicts what was decided for all sidecars
     */
    int index(List<Verdict> verdicts) {
        return present != null
                ? present.index()
                : asked(verdicts).stream()
                                .mapToInt(gated -> gated.sidecar().index())
                                .max()
                                .orElse(-1)
                        + 1;
    }

    private static List<Verdict.Gated> asked(List<Verdict> verdicts) {
        return verdicts.stream()
                .flatMap(verdict -> verdict instanceof Verdict.Gated gated ? Optional.of(gated).stream() : null)
                .filter(gated -> !gated.byProbe())
                .toList();
    }

    /** The container that asks the sidecars that these verdicts leave to it. */
    Optional<GateContainer> container(List<Verdict> verdicts) {
        List<GateCheck> checks = asked(verdicts).stream().map(GateCheck::of).toList();
        if (present != null) {
            return Optional.of(present.with(checks));
        }
        return checks.isEmpty() || image == null
                ? Optional.empty()
                : Optional.of(GateContainer.added(index(verdicts), checks, pod, image));
    }

    /** That the Pod gets startupProbes instead, or no gate at all where only the container could ask. */
    Optional<Warning> warning(List<Verdict> verdicts) {
        boolean isGated = verdicts.stream().anyMatch(Verdict.Gated.class::isInstance);
        boolean isOutOfReach = verdicts.stream()
                .anyMatch(verdict -> verdict instanceof Verdict.Skipped skipped
                        && (skipped.reason() == Reason.LOOPBACK_ONLY || skipped.reason() == Reason.INTERCEPTED));
        return obstacle == null || !(isGated || isOutOfReach)
                ? Optional.empty()
                : Optional.of(Warning.advice(
                        Warning.Kind.NO_GATE_CONTAINER,
                        (isGated ? "the Pod is gated by startupProbes and gets" : "the Pod gets")
                                + " no gate container: " + obstacle));
    }
}
