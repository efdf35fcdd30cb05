package io.sidecarfirst.cli;

/** A command cannot go on: one line that says why and what to do, and the exit code. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String line;

    CommandFailure(int code, String line) {
        super(line);
        this.code = code;
        this.line = line;
    }

    int code() {
        return code;
    }

    String line() {
        return line;
    }
}
