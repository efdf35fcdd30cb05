package io.sidecarfirst.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own checks: {@code promtool} on the PATH, or what {@code PROMTOOL} names. */
public final class Promtool {
    private static final Program PROGRAM = new Program("promtool");

    private Promtool() {}

    /**
     * What it came to.
     *
     * @param output all that it printed
     */
    public record Run(int exitCode, String output) {}

    /** Skips the test where there is none. */
    public static void assumeHere() {
        PROGRAM.assumeHere();
    }

    /** Runs it in a folder, with a text for it to read. */
    public static Run run(Path folder, String input, String... arguments) throws IOException, InterruptedException {
        String program = PROGRAM.path();
        Path in = Files.createTempFile("promtool", ".in");
        Path out = Files.createTempFile("promtool", ".out");
        try {
            Files.writeString(in, input);
            Process process = new ProcessBuilder(Stream.concat(Stream.of(program), Stream.of(arguments))
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
