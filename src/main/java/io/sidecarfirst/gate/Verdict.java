package io.sidecarfirst.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What was decided for one sidecar. */
public sealed interface Verdict {

    /** The sidecar. */
    Container sidecar();

    /** What the Pod's status and the log say of it: names with texts and numbers, in their order. */
    Map<String, Object> entry();

    /**
     * It gets a gate.
     *
     * @param source what the gate is derived from
     * @param probe the startupProbe to add; or what the gate container asks: the handler and {@code timeoutSeconds}
     * @param mode which of both
     * @param releaseAfterSeconds when it is given up, in seconds, 0 for never: by an observer, or by the container
     */
    record Gated(Container sidecar, SourceKind source, ObjectNode probe, GateMode mode, int releaseAfterSeconds)
            implements Verdict {
        static final String KEY = "gated";

        @Override
        public Map<String, Object> entry() {
            if (mode == GateMode.PROBE) {
                return entry(source, periodSeconds(), failureThreshold());
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put(KEY, source.id());
            entry.put("by", mode.id());
            return entry;
        }

        static Map<String, Object> entry(SourceKind source, int period, int threshold) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put(KEY, source.id());
            entry.put("period", period);
            entry.put("threshold", threshold);
            return entry;
        }

        /** Whether a startupProbe of its own holds back what comes after it. */
        public boolean byProbe() {
            return mode == GateMode.PROBE;
        }

        /** Seconds from one attempt of the startupProbe to the next; 0 for a gate container, which has no such rule. */
        public int periodSeconds() {
            return Json.positive(probe.path("periodSeconds"), 0);
        }

        /** Failures of the startupProbe in a row until the kubelet restarts the sidecar; 0 where it never does. */
        public int failureThreshold() {
            return Json.positive(probe.path("failureThreshold"), 0);
        }

        /** What is asked. */
        public Handler handler() {
            return new Probe(probe).handlers().get(0);
        }
    }

    /**
     * It stays as it is.
     *
     * @param detail the reason in words, for this sidecar
     */
    record Skipped(Container sidecar, Reason reason, String detail) implements Verdict {
        @Override
        public Map<String, Object> entry() {
            return Map.of("skipped", reason.id());
        }
    }
}
