package io.sidecarfirst.image;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image of the gate program that src/gate/Dockerfile gives; its build runs the Go tests. */
public final class GateProgramImage {
    private static final String TAG = "sidecar-first-gate:test";

    private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

    private GateProgramImage() {}

    /** Builds it once a JVM for the machine's own processor; its tag. */
    public static String build() {
        return build("");
    }

    /**
     * Builds it once a JVM; its tag.
     *
     * @param processor as Go calls it, {@code arm64}; empty for the machine's own
     */
    static String build(String processor) {
        return BUILT.computeIfAbsent(processor, GateProgramImage::built);
    }

    @SuppressWarnings("resource") // a future; it holds nothing
    private static String built(String processor) {
        String tag = processor.isEmpty() ? TAG : TAG + "-" + processor;
        return new ImageFromDockerfile(tag, false)
                .withBuildArg("TARGETARCH", processor)
                .withBuildArg("REVISION", Image.REVISION)
                .withFileFromPath("Dockerfile", Path.of("src", "gate", "Dockerfile"))
                .withFileFromPath("LICENSE", Path.of("LICENSE"))
                .withFileFromPath("src/gate", Path.of("src", "gate"))
                .get();
    }
}
