package io.sidecarfirst.audit;

/** What was found of one sidecar. The names are part of the output and never change. */
public enum AuditVerdict {
    /** It was gated by this project. Without a Pod: the next one is. */
    GATED("gated"),
    /** It has a gate, ours or its author's, and the mains of the Pod wait for it now, also because it crashes. */
    WAITING("waiting"),
    /** It is opted in and not to be gated, or it has a startupProbe of its own. */
    SKIPPED("skipped"),
    /** It should have been gated and was not. */
    MISSED("missed"),
    /** Neither its namespace nor its Pod has opted in. */
    NOT_OPTED_IN("not-opted-in"),
    /**
     * It is not gated, and whether it is opted in could not be read; or, without a Pod, whether anybody would gate it.
     */
    UNKNOWN("unknown");

    private final String id;

    AuditVerdict(String id) {
        this.id = id;
    }

    @Override
    public String toString() {
        return id;
    }
}
