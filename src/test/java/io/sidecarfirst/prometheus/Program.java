package io.sidecarfirst.prometheus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of Prometheus: the one that a variable names (its name in capitals), or the first on the PATH; Debian's
 * package prometheus has them. Tests that need it are skipped without.
 */
record Program(String name) {

    private String variable() {
        return name.toUpperCase(Locale.ROOT);
    }

    private Optional<Path> find() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv(variable())).map(Path::of),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the test where there is none. */
    void assumeHere() {
        assumeTrue(
                find().isPresent(),
                "skipped: no " + name + " on the PATH (Debian's package prometheus has it), and none in " + variable());
    }

    /** Its file, for a command; skips the test where there is none. */
    String path() {
        assumeHere();
        return find().orElseThrow().toAbsolutePath().toString();
    }
}
