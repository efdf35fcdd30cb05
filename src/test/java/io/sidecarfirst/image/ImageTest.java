package io.sidecarfirst.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import io.sidecarfirst.cluster.RequiresK3s;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The image, built from the Dockerfile as a user builds it. */
@RequiresK3s
class ImageTest {
    private static final long MIB = 1 << 20;
    private static final long MEMORY = 128 * MIB;
    private static final String NOT_USED = "the AOT cache of the image is not used";

    private static InspectImageResponse image() {
        return DockerClientFactory.lazyClient().inspectImageCmd(Image.build()).exec();
    }

    private static ContainerConfig config() {
        return Objects.requireNonNull(image().getConfig());
    }

    private static List<JsonNode> lines(ImageRun run) {
        return run.log().lines().map(JsonMapper.shared()::readTree).toList();
    }

    @Test
    void saysWhatItIs() throws IOException {
        Properties version = new Properties();
        try (InputStream in = Objects.requireNonNull(
                Image.class.getResourceAsStream("/io/sidecarfirst/cli/common/version.properties"))) {
            version.load(in);
        }
        String prefix = "org.opencontainers.image.";
        Map<String, String> labels = Objects.requireNonNull(config().getLabels());
        assertThat(labels)
                .containsEntry(prefix + "title", "sidecar-first")
                .containsEntry(prefix + "licenses", "Apache-2.0")
                .containsEntry(prefix + "revision", Image.REVISION)
                .containsKeys(prefix + "description", prefix + "source")
                // Where this fails, the Dockerfile's default for VERSION is not the pom's.
                .containsEntry(prefix + "version", version.getProperty("version"));
    }

    @Test
    void isForAUserWithoutRights() {
        // By number: a kubelet cannot tell for a name that it is not root (runAsNonRoot).
        assertThat(config().getUser()).isEqualTo("65532:65532");
    }

    @Test
    void isSmall() {
        // Unpacked, as a node stores it: base 24, Java runtime 50, jar 18 to 33, AOT cache 55 to 75. Another module or
        // a cache of debug data shows here.
        assertThat(image().getSize()).isLessThan(200 * MIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash", "/bin/busybox", "/busybox/sh", "/training"})
    void hasNoShellAndNoTraining(String path) {
        var docker = DockerClientFactory.lazyClient();
        String id = docker.createContainerCmd(Image.build()).exec().getId();
        try {
            assertThat(read(id, "/opt/sidecar-first/LICENSE")).isTrue();
            assertThat(read(id, "/opt/sidecar-first/THIRD-PARTY.txt")).isTrue();
            assertThat(read(id, "/opt/sidecar-first/licenses/EPL-2.0.txt")).isTrue();
            assertThat(read(id, path)).isFalse();
        } finally {
            docker.removeContainerCmd(id).exec();
        }
    }

    private static boolean read(String container, String path) {
        try (InputStream in = DockerClientFactory.lazyClient()
                .copyArchiveFromContainerCmd(container, path)
                .exec()) {
            return in.read() >= 0;
        } catch (NotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void servesFromItsAotCacheAndStopsCleanly() {
        // In this mode a JVM that cannot use the cache does not start. The line that names the variable is the JVM's.
        List<String> strict = List.of("JDK_JAVA_OPTIONS=-XX:AOTMode=on");
        try (ImageRun serve = ImageRun.start(MEMORY, strict, "serve").awaitReady()) {
            assertThat(serve.log()).doesNotContain(NOT_USED);
            assertAnswers(serve);
            assertThat(serve.terminate().exitCode()).isZero();
            assertThat(serve.log()).contains("\"message\":\"stopped\"");
        }
    }

    @Test
    void writesNothingButItsLog() {
        try (ImageRun serve = ImageRun.start(MEMORY, List.of(), "serve").awaitReady()) {
            assertThat(lines(serve))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.isObject()).isTrue());
        }
    }

    @Test
    void servesWithoutItsAotCacheAndSaysSoOnce() {
        // As on a CPU that the cache does not fit: the JVM refuses it and goes on.
        List<String> unusable = List.of("JAVA_TOOL_OPTIONS=-XX:-UseCompressedOops");
        try (ImageRun serve = ImageRun.start(2 * MEMORY, unusable, "serve").awaitReady()) {
            assertAnswers(serve);
            assertThat(serve.log().lines().filter(line -> line.contains("AOT"))).hasSize(1);
            assertThat(serve.log()).contains(NOT_USED);
            assertThat(serve.terminate().exitCode()).isZero();
        }
    }

    private static void assertAnswers(ImageRun serve) {
        try (ImageRun post = serve.beside(MEMORY, "post")) {
            assertThat(post.exitCode()).as(post.log()).isZero();
            assertThat(post.log()).contains("allowed: true", "startupProbe");
        }
    }
}
