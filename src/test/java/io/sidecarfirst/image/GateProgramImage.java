package io.sidecarfirst.image;

import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image of the gate container, for all tests of a run. */
public final class GateProgramImage {
    private static final String TAG = "sidecar-first-gate:test";

    private static Optional<String> built = Optional.empty();

    private GateProgramImage() {}

    /** Builds it once a JVM, unless {@code SIDECAR_FIRST_GATE_IMAGE} names one that this Docker has; its tag. */
    public static synchronized String build() {
        if (built.isEmpty()) {
            built = Optional.of(Optional.ofNullable(System.getenv("SIDECAR_FIRST_GATE_IMAGE"))
                    .filter(name -> !name.isEmpty())
                    .orElseGet(() -> context().get()));
        }
        return built.get();
    }

    @SuppressWarnings("resource") // a future; it holds nothing
    private static ImageFromDockerfile context() {
        return new ImageFromDockerfile(TAG, false).withFileFromPath(".", Path.of("src/gate"));
    }
}
