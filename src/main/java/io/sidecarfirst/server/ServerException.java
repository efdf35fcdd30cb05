package io.sidecarfirst.server;

/** A server cannot start; the message says why, in one line. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
