package io.sidecarfirst.certificates;

import java.util.Objects;

/**
 * A certificate, key or bundle cannot be used. The message names the file, says what is wrong with it and what to do;
 * it never holds key material.
 *
 * <p>Unchecked, because records check themselves in their constructors, which may not throw checked exceptions.
 */
public final class InvalidCertificateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line for the person who mounts the files
     */
    public InvalidCertificateException(String message) {
        super(message);
    }

    /**
     * @param message one line for the person who mounts the files
     * @param cause what the JDK said
     */
    public InvalidCertificateException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null, unlike in other exceptions. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
