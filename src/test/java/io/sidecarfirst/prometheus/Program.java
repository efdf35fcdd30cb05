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
record Program(String name, Optional<Path> found) {

    static Program named(String name) {
        return new Program(
                name,
                Stream.concat(
                                Stream.ofNullable(System.getenv(variable(name))).map(Path::of),
                                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                        .map(folder -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .findFirst());
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Skips the test where there is none. */
    void assumeHere() {
        assumeTrue(
                found.isPresent(),
                "skipped: no " + name + " on the PATH (Debian's package prometheus has it), and none in "
                        + variable(name));
    }

    /** Its file, for a command. */
    String path() {
        assumeHere();
        return found.orElseThrow().toAbsolutePath().toString();
    }
}
