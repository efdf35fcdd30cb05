package io.sidecarfirst.prometheus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prometheus' own checks: {@code promtool} on the PATH (Debian's package prometheus has it), or what
 * {@code PROMTOOL} names. Tests that need it are skipped without.
 */
public final class Promtool {
    private static final Optional<Path> PROGRAM = Stream.concat(
                    Stream.ofNullable(System.getenv("PROMTOOL")).map(Path::of),
                    Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                            .map(folder -> Path.of(folder, "promtool")))
            .filter(Files::isExecutable)
            .findFirst();

    private Promtool() {}

    /**
     * What it came to.
     *
     * @param output all that it printed
     */
    public record Run(int exitCode, String output) {}

    /** Skips the test where there is none. */
    public static void assumeHere() {
        assumeTrue(
                PROGRAM.isPresent(),
                "skipped: no promtool on the PATH (Debian's package prometheus has it), and none in" + " PROMTOOL");
    }

    /** Runs it in a folder, with a text for it to read. */
    public static Run run(Path folder, String input, String... arguments) throws IOException, InterruptedException {
        assumeHere();
        Path in = Files.createTempFile("promtool", ".in");
        Path out = Files.createTempFile("promtool", ".out");
        try {
            Files.writeString(in, input);
            Process process = new ProcessBuilder(Stream.concat(
                                    Stream.of(PROGRAM.orElseThrow()
                                            .toAbsolutePath()
                                            .toString()),
                                    Stream.of(arguments))
                            .toList())
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("promtool did not end");
            }
            return new Run(process.exitValue(), Files.readString(out));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
