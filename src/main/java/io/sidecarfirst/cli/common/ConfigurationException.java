package io.sidecarfirst.cli.common;

/** The configuration file cannot be used; one line says where, why and what is allowed. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String line;

    ConfigurationException(String line) {
        super(line);
        this.line = line;
    }

    public String line() {
        return line;
    }
}
