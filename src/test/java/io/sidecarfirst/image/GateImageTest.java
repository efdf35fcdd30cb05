package io.sidecarfirst.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.ContainerConfig;
import com.sun.net.httpserver.HttpServer;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.image.ImageFiles.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.DockerClientFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The image of the gate program: what is in it, and that it runs under all that a restricted Pod takes away. */
@RequiresK3s
class GateImageTest {
    private static final Path LIST = Path.of("src", "test", "resources", "image", "gate-contents.txt");
    private static final String PROGRAM = "sidecar-first-gate";
    private static final int MAX_PROGRAM_BYTES = 7_000_000;
    private static final long MAX_MEMORY_KIB = 10 << 10;
    private static final long MEMORY = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What Docker puts into every container. */
    private static final String DOCKERS = "|\\.dockerenv|(dev|etc|proc|sys)/.*";

    private static ContainerConfig config() {
        return Objects.requireNonNull(DockerClientFactory.lazyClient()
                .inspectImageCmd(GateProgramImage.build())
                .exec()
                .getConfig());
    }

    private static Map<String, Entry> files() throws IOException {
        try (ImageFiles files = new ImageFiles(GateProgramImage.build())) {
            Map<String, Entry> ours = new TreeMap<>(files.all());
            ours.keySet().removeIf(path -> path.matches(DOCKERS));
            return ours;
        }
    }

    @Test
    @Tag(GoldenFile.TAG)
    void holdsWhatTheListSays() throws IOException {
        Stream<String> configuration = Stream.of(
                        Stream.of("user " + config().getUser()),
                        Arrays.stream(Objects.requireNonNull(config().getEntrypoint()))
                                .map(word -> "entrypoint " + word),
                        Objects.requireNonNull(config().getLabels()).keySet().stream()
                                .filter(label -> !label.startsWith("org.testcontainers"))
                                .sorted()
                                .map(label -> "label " + label),
                        Stream.of(""))
                .flatMap(lines -> lines);
        Stream<String> files = files().entrySet().stream().map(file -> file.getValue() + " " + file.getKey());
        new GoldenFile(LIST)
                .assertHolds(Stream.concat(configuration, files)
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void isProtectedFromTheOneWhoRunsIt() throws IOException {
        assertThat(files().values()).isNotEmpty().allMatch(Entry::isProtected).noneMatch(Entry::givesRights);
    }

    @Test
    void saysItsVersion() throws IOException {
        Properties version = new Properties();
        try (var in = Objects.requireNonNull(
                Image.class.getResourceAsStream("/io/sidecarfirst/cli/common/version.properties"))) {
            version.load(in);
        }
        String expected = version.getProperty("version");
        assertThat(config().getLabels()).containsEntry("org.opencontainers.image.version", expected);
        assertThat(config().getLabels()).containsEntry("org.opencontainers.image.revision", Image.REVISION);
        try (ImageRun run = ImageRun.gate(MEMORY, Path.of("/dev/null"), "--version")) {
            assertThat(run.exitCode()).isZero();
            assertThat(run.log().strip()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"amd64, " + ElfFile.X86_64, "arm64, " + ElfFile.AARCH64})
    void isSmallAndStaticForEachProcessor(String processor, int machine) throws IOException {
        byte[] program = program(GateProgramImage.build(processor));
        assertThat(program).hasSizeLessThan(MAX_PROGRAM_BYTES);
        ElfFile elf = ElfFile.of(program);
        assertThat(elf.machine()).isEqualTo(machine);
        assertThat(elf.isStatic()).isTrue();
    }

    /** Nothing of when and where it was built is in it; the build for this processor by its name is another build. */
    @Test
    void isTheSameProgramAgain() throws IOException {
        String processor = DockerClientFactory.lazyClient()
                .inspectImageCmd(GateProgramImage.build())
                .exec()
                .getArch();
        assertThat(program(GateProgramImage.build(Objects.requireNonNull(processor))))
                .isEqualTo(program(GateProgramImage.build()));
    }

    private static byte[] program(String image) throws IOException {
        try (ImageFiles files = new ImageFiles(image);
                TarArchiveInputStream tar = files.archive("/" + PROGRAM)) {
            assertThat(tar.getNextEntry()).isNotNull();
            return tar.readAllBytes();
        }
    }

    @Test
    void waitsForAServerInLittleMemory(@TempDir Path folder) throws IOException {
        AtomicInteger status = new AtomicInteger(503);
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ready", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        Path message = terminationLog(folder);
        String check =
                "{\"sidecar\":\"proxy\",\"source\":\"readinessProbe\",\"httpGet\":{\"port\":%d,\"path\":\"/ready\"}}"
                        .formatted(server.getAddress().getPort());
        try (ImageRun run = ImageRun.gate(MEMORY, message, check)) {
            await().atMost(PATIENCE).until(() -> requests.get() > 20);
            assertThat(peakKib(run.processId())).isBetween(1L, MAX_MEMORY_KIB);
            status.set(200);
            assertThat(run.exitCode()).isZero();
            assertThat(run.log()).contains("proxy: answered after");
            JsonNode said = JsonMapper.shared().readTree(Files.readString(message));
            assertThat(said.at("/proxy/passedAfterSeconds").asDouble()).isPositive();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void givesUpAndIsTerminated(@TempDir Path folder) throws IOException {
        Path message = terminationLog(folder);
        String check = "{\"sidecar\":\"a\",\"source\":\"port\",\"releaseAfterSeconds\":%d,\"tcpSocket\":{\"port\":1}}";
        try (ImageRun run = ImageRun.gate(MEMORY, message, check.formatted(1))) {
            assertThat(run.exitCode()).isZero();
            assertThat(Files.readString(message))
                    .contains("\"givenUpAfterSeconds\":1.")
                    .contains("connection refused");
        }
        try (ImageRun run = ImageRun.gate(MEMORY, message, check.formatted(0))) {
            await().atMost(PATIENCE).until(() -> run.log().contains("waiting for a"));
            assertThat(run.terminate().exitCode()).isEqualTo(143);
            assertThat(Files.readString(message)).startsWith("{\"a\":{\"failure\":");
        }
    }

    /** As a kubelet makes it: everybody may write to it. */
    private static Path terminationLog(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("termination-log"), "");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private static long peakKib(long process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process), "status");
        assumeThat(status).as("Docker runs on this machine").isReadable();
        return Files.readAllLines(status, UTF_8).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
