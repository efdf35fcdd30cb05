package io.sidecarfirst.gate;

/** The labels and annotations of this project, and those of Kubernetes that the decision reads. */
public final class WellKnown {
    /** The domain of every annotation and label of this project. */
    public static final String DOMAIN = "sidecar-first.io";

    /** The label that opts a namespace or a Pod in ({@link #ENABLED}) or a Pod out ({@link #DISABLED}). */
    public static final String INJECTION_LABEL = DOMAIN + "/injection";

    public static final String ENABLED = "enabled";

    public static final String DISABLED = "disabled";

    /** The annotation of a Pod that mirrors a static Pod in the API server. */
    public static final String MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

    /** Annotation: whether to gate at all, {@code true} or {@code false}. */
    public static final String INJECT = "inject";

    /** Annotation: {@link #AUTO} or the id of a {@link SourceKind}. */
    public static final String SOURCE = "source";

    /** The value of {@link #SOURCE} that leaves the choice to the gate, as without the annotation. */
    public static final String AUTO = "auto";

    /** Annotation: a port by number or name, of one sidecar. */
    public static final String PORT = "port";

    /** Annotation: a probe's handler as JSON or YAML, of one sidecar. */
    public static final String PROBE = "probe";

    /** Annotation and setting, in seconds, 0..2147483647. */
    public static final String INITIAL_DELAY_SECONDS = "initial-delay-seconds";

    /** Annotation and setting, in seconds, 1..2147483647. */
    public static final String PERIOD_SECONDS = "period-seconds";

    /** Annotation and setting, in seconds, 1..2147483647. */
    public static final String TIMEOUT_SECONDS = "timeout-seconds";

    /** Annotation and setting, 1..2147483647. */
    public static final String FAILURE_THRESHOLD = "failure-threshold";

    /** Annotation and setting, in seconds, 0..2147483647; 0 for never. */
    public static final String RELEASE_AFTER_SECONDS = "release-after-seconds";

    /** Annotation of a Pod and setting: the id of a {@link GateMode}. */
    public static final String GATE = "gate";

    /** The same as the label of a namespace, for its Pods without the annotation. */
    public static final String GATE_LABEL = DOMAIN + "/" + GATE;

    /** The label of Pods that have a gate of this project, {@link #GATED}: for people and programs to select them. */
    public static final String GATED_LABEL = DOMAIN + "/gated";

    public static final String GATED = "true";

    /** The value of {@link #GATED_LABEL} on a Pod whose label says otherwise, such as a copy. */
    public static final String NOT_GATED = "false";

    private WellKnown() {}
}
