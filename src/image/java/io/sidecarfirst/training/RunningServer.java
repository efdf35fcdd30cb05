package io.sidecarfirst.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code serve} as a process, as the image runs it. */
final class RunningServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int HTTPS = 18443;
    private static final int HEALTH = 18081;

    private final Process process;
    private final Path log;

    private RunningServer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it and waits until it is ready. */
    static RunningServer start(Path jar, List<String> flags, List<TrainingTask> tasks)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        command.addAll(List.of("--https-port", "" + HTTPS, "--health-port", "" + HEALTH));
        Path log = Files.createTempFile("serve", ".log");
        ProcessBuilder builder =
                new ProcessBuilder().redirectErrorStream(true).redirectOutput(log.toFile());
        for (TrainingTask task : tasks) {
            command.addAll(task.options());
            builder.environment().putAll(task.environment());
        }
        RunningServer serve = new RunningServer(builder.command(command).start(), log);
        serve.awaitReady();
        return serve;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("serve did not get ready:\n" + log());
            }
            Thread.sleep(20);
        }
    }

    private boolean isReady() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(health("/readyz")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Where reviews go, with the query that an API server adds.
     *
     * @param path such as {@code /mutate}
     */
    URI mutate(String path) {
        return URI.create("https://127.0.0.1:" + HTTPS + path + "?timeout=3s");
    }

    URI health(String path) {
        return URI.create("http://127.0.0.1:" + HEALTH + path);
    }

    /** Everything that it has written so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Stops it as a kubelet does, and waits for its end, which includes the writing of an AOT cache. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("serve did not stop cleanly:\n" + log());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
