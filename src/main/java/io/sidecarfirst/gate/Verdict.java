package io.sidecarfirst.gate;

import tools.jackson.databind.node.ObjectNode;

/** What was decided for one sidecar. */
public sealed interface Verdict {

    /** The sidecar. */
    Container sidecar();

    /**
     * It gets a gate.
     *
     * @param source what the gate is derived from
     * @param probe the startupProbe to add
     */
    record Gated(Container sidecar, SourceKind source, ObjectNode probe) implements Verdict {

        /** Seconds from one attempt to the next: the lag that a user feels. */
        public int periodSeconds() {
            return probe.path("periodSeconds").intValue();
        }

        /** Failures in a row after which the kubelet restarts the sidecar. */
        public int failureThreshold() {
            return probe.path("failureThreshold").intValue();
        }

        /** The handler of the probe. */
        public Handler handler() {
            return new Probe(probe).handlers().get(0);
        }
    }

    /**
     * It stays as it is.
     *
     * @param detail the reason in words, for this very sidecar
     */
    record Skipped(Container sidecar, Reason reason, String detail) implements Verdict {}
}
