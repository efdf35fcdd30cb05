package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One input of a command, {@code NAME.yaml} in a folder of its own, and what comes out beside it: {@code NAME.txt},
 * {@code NAME.json} and the like.
 */
public record OutputGolden(Path file) {
    /** What these outputs take for now. */
    public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /** How the expectations are written anew. */
    private static final String REFRESH = "mvn -q test -Dtest='ExplainGoldenTest,AuditGoldenTest' -Dgoldens=refresh";

    /** All inputs of a folder of the test resources. */
    public static Stream<OutputGolden> in(String folder) {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(OutputGolden::new)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line {@code # key: value} of the comment at the top. */
    public Optional<String> header(String key) {
        try {
            return Files.readString(file)
                    .lines()
                    .takeWhile(line -> line.startsWith("#"))
                    .filter(line -> line.startsWith("# " + key + ": "))
                    .map(line -> line.substring(key.length() + 4))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares with the expectation, or writes it anew. */
    public void assertOutput(String extension, String actual) throws IOException {
        Path expected = file.resolveSibling(toString() + "." + extension);
        if ("refresh".equals(System.getProperty("goldens"))) {
            Files.writeString(expected, actual);
        }
        assertThat(expected).as("write it with: " + REFRESH).exists();
        assertThat(actual).as("write it anew with: " + REFRESH).isEqualTo(Files.readString(expected));
    }

    @Override
    public String toString() {
        return String.valueOf(file.getFileName()).replace(".yaml", "");
    }
}
