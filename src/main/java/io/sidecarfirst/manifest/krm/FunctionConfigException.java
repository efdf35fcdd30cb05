package io.sidecarfirst.manifest.krm;

/** A functionConfig that cannot be used; the message is one line. */
public final class FunctionConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FunctionConfigException(String message) {
        super(message);
    }
}
