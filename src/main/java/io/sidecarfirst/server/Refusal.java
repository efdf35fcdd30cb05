package io.sidecarfirst.server;

/** Why a request gets no review: an HTTP status and one line. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String line;

    Refusal(int status, String line) {
        super(line, null, false, false);
        this.status = status;
        this.line = line;
    }

    int status() {
        return status;
    }

    String line() {
        return line;
    }
}
