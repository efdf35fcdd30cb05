package io.sidecarfirst.cli.common;

/** A command cannot go on: one line that says why and what to do, and the exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String line;

    public CommandFailure(int code, String line) {
        super(line);
        this.code = code;
        this.line = line;
    }

    public int code() {
        return code;
    }

    public String line() {
        return line;
    }
}
