package io.sidecarfirst.observed;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Faults of Kubernetes that startupProbes of sidecars meet, by the versions of the kubelet that have them: the one
 * table of them.
 */
public enum KnownFault {
    /**
     * In a Pod with restartPolicy Never, where a probe of a main or of an earlier sidecar goes on while the sidecar is
     * down: the kubelet goes through the probes of the mains first, then of the sidecars, and starts none behind one
     * that it finds running. The issue speaks of startupProbes alone; seen on 1.34.1 with other probes, too.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/issues/132826">kubernetes#132826</a>, fixed by #133072 in
     *     1.35.0, and in 1.34.2 (#134800) and 1.33.6 (#134801); the pick for 1.32 (#134802) was closed
     */
    STARTUP_PROBE_FORGOTTEN(
            "in a Pod with restartPolicy Never, the startupProbe of a sidecar that exits before it has passed may be"
                    + " forgotten if a main or an earlier sidecar has a probe, too: the mains then never start. A gate"
                    + " container is not affected. Fixed in 1.33.6, 1.34.2 and 1.35.0",
            "https://github.com/kubernetes/kubernetes/issues/132826"),

    /**
     * In a Pod whose last init container is a sidecar with a startupProbe: the kubelet takes such a Pod for one that is
     * not initialised while none of its mains runs. Also reported as kubernetes#136910. Both speak of crashes; that
     * Jobs do not end was seen on 1.35.3.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/pull/137146">kubernetes#137146</a>, picked into 1.35.4 as
     *     #137885
     */
    MAINS_STAY_DOWN(
            "after a restart of the kubelet, a Pod whose last init container is a sidecar with a startupProbe is left"
                    + " alone once all its mains are down: they are not restarted, and a Job does not end. A gate"
                    + " container is not affected. Fixed in 1.35.4",
            "https://github.com/kubernetes/kubernetes/pull/137146"),

    /**
     * A Pod that is deleted while it waits, with an init container or a sidecar that has not run yet.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/issues/125880">kubernetes#125880</a>, fixed by #125935 in
     *     1.31.0, and in 1.30.4 (#126331) and 1.29.8 (#126332)
     */
    NO_TERMINATION_SIGNAL(
            "a Pod with several init containers that is deleted while it waits for a sidecar gets no termination"
                    + " signal:"
                    + " it is there until its terminationGracePeriodSeconds are over. Fixed in 1.29.8, 1.30.4 and"
                    + " 1.31.0",
            "https://github.com/kubernetes/kubernetes/issues/125880");

    /** Versions from the first to the last, both included. */
    private record Range(int fromMinor, int fromPatch, int toMinor, int toPatch) {
        boolean contains(KubernetesVersion version) {
            return new KubernetesVersion(fromMinor, fromPatch).compareTo(version) <= 0
                    && version.compareTo(new KubernetesVersion(toMinor, toPatch)) <= 0;
        }
    }

    private final String text;
    private final String see;

    KnownFault(String text, String see) {
        this.text = text;
        this.see = see;
    }

    private List<Range> ranges() {
        return switch (this) {
            case STARTUP_PROBE_FORGOTTEN ->
                List.of(new Range(28, 0, 32, Integer.MAX_VALUE), new Range(33, 0, 33, 5), new Range(34, 0, 34, 1));
            case MAINS_STAY_DOWN -> List.of(new Range(35, 0, 35, 3));
            case NO_TERMINATION_SIGNAL ->
                List.of(new Range(28, 0, 28, Integer.MAX_VALUE), new Range(29, 0, 29, 7), new Range(30, 0, 30, 3));
        };
    }

    /** What happens, and in which versions it is mended: clauses without a full stop. */
    public String text() {
        return text;
    }

    /** A URL to read about it. */
    public String see() {
        return see;
    }

    /** Whether a kubelet of that version has it. */
    public boolean isIn(KubernetesVersion version) {
        return ranges().stream().anyMatch(range -> range.contains(version));
    }

    /** The fault in a sentence that begins with the versions that have it; empty where no kubelet has it. */
    public Optional<String> in(ClusterVersions versions) {
        return versions.kubelets(this::isIn).map(found -> "Kubernetes " + found + ": " + text + ".");
    }

    /** The sentences about all faults that kubelets of these versions have, each with its URL. */
    public static List<String> all(ClusterVersions versions) {
        return Stream.of(values())
                .flatMap(fault -> fault.in(versions).map(text -> text + " See " + fault.see()).stream())
                .toList();
    }
}
