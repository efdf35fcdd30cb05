package io.sidecarfirst.cli.common;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The file that this program runs from. */
public final class Jar {
    private Jar() {}

    /** As one would type it here; the usual place where it cannot be told. */
    public static String path() {
        try {
            Path jar = Path.of(Jar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path here = Path.of("").toAbsolutePath();
            return (jar.startsWith(here) ? here.relativize(jar) : jar).toString();
        } catch (URISyntaxException | RuntimeException e) {
            return "target/sidecar-first.jar";
        }
    }
}
