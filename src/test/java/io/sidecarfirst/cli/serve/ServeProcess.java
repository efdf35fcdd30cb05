package io.sidecarfirst.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code serve} as a process of its own, on ports that are free; its log is JSON unless the arguments say otherwise.
 */
public final class ServeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private ServeProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public static ServeProcess start(Path folder, String... args) throws IOException {
        return start(folder, Map.of(), args);
    }

    /** Starts it and waits until it is ready. */
    public static ServeProcess start(Path folder, Map<String, String> environment, String... args) throws IOException {
        return launch(folder, environment, args).awaitReady();
    }

    /** The same with a heap of its own, such as {@code 32m}. */
    static ServeProcess startWithHeap(String size, Path folder, String... args) throws IOException {
        return launch(size, folder, Map.of(), args).awaitReady();
    }

    private ServeProcess awaitReady() throws IOException {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || log().contains("ready"));
        assertThat(process.isAlive()).as(log()).isTrue();
        return this;
    }

    /** Starts it. */
    static ServeProcess launch(Path folder, Map<String, String> environment, String... args) throws IOException {
        return launch("128m", folder, environment, args);
    }

    private static ServeProcess launch(String heap, Path folder, Map<String, String> environment, String... args)
            throws IOException {
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                classes,
                "io.sidecarfirst.cli.Main",
                "serve"));
        command.addAll(List.of("--https-port", "0", "--health-port", "0"));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new ServeProcess(builder.start(), out, err);
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String log() throws IOException {
        return Files.readString(err);
    }

    /** The lines of a JSON log; fails for a line that is none. */
    List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log().lines().toList()) {
            JsonNode node = JsonMapper.shared().readTree(line);
            assertThat(node.isObject()).as(line).isTrue();
            lines.add(node);
        }
        return lines;
    }

    /** The line of a JSON log with that message. */
    public Optional<JsonNode> line(String message) throws IOException {
        return lines().stream()
                .filter(line -> line.path("message").asString("").startsWith(message))
                .findFirst();
    }

    public URI url() throws IOException {
        return URI.create(line("ready").orElseThrow().path("url").stringValue());
    }

    HttpResponse<String> health(String path) throws IOException, InterruptedException {
        int port = line("ready").orElseThrow().path("healthPort").intValue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** As the kubelet does. */
    void terminate() {
        process.destroy();
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
