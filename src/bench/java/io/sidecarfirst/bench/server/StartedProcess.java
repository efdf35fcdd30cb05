package io.sidecarfirst.bench.server;

import io.sidecarfirst.bench.machine.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server as a process of this machine; what it writes goes into a file. */
final class StartedProcess implements Server {
    /** Long enough for a server that finishes what is under way, or for a JVM that writes an archive. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI url;
    private final @Nullable URI health;
    private final Path log;
    private final Instant started;
    private final Process process;

    private StartedProcess(URI url, @Nullable URI health, Path log, Instant started, Process process) {
        this.url = url;
        this.health = health;
        this.log = log;
        this.started = started;
        this.process = process;
    }

    /** @param health where {@code /readyz} is; null if that is not known */
    static StartedProcess start(URI url, @Nullable URI health, Path log, List<String> command) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            Instant started = Instant.now();
            Process process = builder.start();
            StartedProcess server = new StartedProcess(url, health, log, started, process);
            // One that is left behind would disturb the next run.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of loopback on which nothing listens now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public Optional<URI> health() {
        return Optional.ofNullable(health);
    }

    @Override
    public Instant started() {
        return started;
    }

    @Override
    public Optional<ServerProcess> process() {
        return Optional.of(new ServerProcess(process.pid()));
    }

    @Override
    public Optional<String> end() {
        return process.isAlive()
                ? Optional.empty()
                : Optional.of("it ended with code " + process.exitValue() + "; see " + log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
