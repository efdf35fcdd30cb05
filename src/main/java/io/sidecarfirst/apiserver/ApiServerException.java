package io.sidecarfirst.apiserver;

import org.jspecify.annotations.Nullable;

/** A cluster cannot be asked. The message is one line for a person. */
public final class ApiServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ApiServerException(String message) {
        super(message);
    }

    public ApiServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
