package io.sidecarfirst.server;

/** Why a request is not answered with a review: an HTTP status and one line. */
final class HttpError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String line;
    private final boolean closes;

    HttpError(int status, String line) {
        this(status, line, false);
    }

    /** @param closes whether the connection is closed, because the rest of the body will not be read */
    HttpError(int status, String line, boolean closes) {
        super(line, null, false, false);
        this.status = status;
        this.line = line;
        this.closes = closes;
    }

    int status() {
        return status;
    }

    String line() {
        return line;
    }

    boolean closes() {
        return closes;
    }
}
