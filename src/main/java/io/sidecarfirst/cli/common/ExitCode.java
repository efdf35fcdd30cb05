package io.sidecarfirst.cli.common;

/** What the process says when it ends; the same for every command. */
public final class ExitCode {
    /** Done, or whoever reads the output wants no more of it. A sidecar that was skipped is no error. */
    public static final int OK = 0;

    /**
     * What was to be checked is not so: a namespace is not gated, a file would change or holds an outdated gate, {@code
     * audit --fail-on} found something, a watched Pod is gone.
     */
    public static final int CHECK_FAILED = 1;

    /** The command line or the configuration is wrong; nothing was done. */
    public static final int USAGE = 2;

    /** Some input could not be read, or a namespace is not there; the rest was done. */
    public static final int INPUT = 3;

    /** Refused under {@code --strict}, or denied by the webhook that was asked: an annotation cannot be used. */
    public static final int DENIED = 4;

    /**
     * An address cannot be listened on or connected to, a certificate cannot be used, an API server refuses, or output
     * cannot be written.
     */
    public static final int UNAVAILABLE = 5;

    /** A fault of this program. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}
