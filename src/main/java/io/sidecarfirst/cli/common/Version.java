package io.sidecarfirst.cli.common;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that this program was built as. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"sidecar-first " + text() + " (Java " + Runtime.version() + ")"};
    }

    /** The version alone, such as {@code 0.1.0}. */
    public static String text() {
        return property("version").orElse("unknown");
    }

    /** The commit that it was built of; empty where whoever built it did not say. */
    public static Optional<String> commit() {
        return property("commit");
    }

    private static Optional<String> property(String name) {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty(name)).filter(value -> !value.isBlank());
    }
}
