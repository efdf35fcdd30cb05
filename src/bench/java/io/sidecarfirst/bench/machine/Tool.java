package io.sidecarfirst.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A program that is run to its end, such as {@code docker inspect}. */
public final class Tool {
    private Tool() {}

    /**
     * What it writes.
     *
     * @throws IllegalStateException if it is not there or fails; the message has what it says
     */
    public static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it writes, or nothing if it is not there or fails. */
    public static Optional<String> output(String... command) {
        try {
            return Optional.of(run(command));
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }
}
