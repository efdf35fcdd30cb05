package io.sidecarfirst.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image that the Dockerfile gives, for all tests of a run; layers of earlier runs are used again. */
public final class Image {
    private static final String TAG = "sidecar-first:test";

    /** What the Dockerfile is told about itself. */
    static final String REVISION = "a-test";

    private static Optional<String> built = Optional.empty();

    private Image() {}

    /** Builds it once a JVM; its tag. */
    public static synchronized String build() {
        if (built.isEmpty()) {
            built = Optional.of(context().get());
        }
        return built.get();
    }

    @SuppressWarnings("resource") // a future; it holds nothing
    private static ImageFromDockerfile context() {
        ImageFromDockerfile image = new ImageFromDockerfile(TAG, false)
                .withBuildArg("REVISION", REVISION)
                .withFileFromPath("Dockerfile", Path.of("Dockerfile"))
                .withFileFromPath(".dockerignore", Path.of(".dockerignore"));
        try {
            // The file first leaves everything out and then names what is needed.
            Files.readAllLines(Path.of(".dockerignore")).stream()
                    .filter(line -> line.startsWith("!"))
                    .map(line -> line.substring(1))
                    .forEach(name -> image.withFileFromPath(name, Path.of(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return image;
    }
}
