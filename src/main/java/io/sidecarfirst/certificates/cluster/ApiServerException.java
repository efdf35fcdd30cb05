package io.sidecarfirst.certificates.cluster;

/** The API server did not do what was asked of it. The message is one line for the person who runs the cluster. */
final class ApiServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiServerException(String message) {
        super(message);
    }

    ApiServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
