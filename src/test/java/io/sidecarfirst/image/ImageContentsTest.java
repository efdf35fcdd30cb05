package io.sidecarfirst.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.image.ImageFiles.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** All that the Dockerfile adds to its base image, against a list; and that nobody can change it from inside. */
@RequiresK3s
class ImageContentsTest {
    private static final Path LIST = Path.of("src", "test", "resources", "image", "contents.txt");
    private static final String FOLDER = "opt/sidecar-first/";
    /** Which texts of licences a JDK has, and which of them are links, is its own business. */
    private static final String LICENCE_OF_THE_JDK = FOLDER + "jre/legal/[^/]+/.+";

    private static final String IMAGE = Image.build();
    private static final ImageFiles CONTAINER = new ImageFiles(IMAGE);

    @SuppressWarnings("NullAway.Init")
    private static Map<String, Entry> files;

    @BeforeAll
    static void read() throws IOException {
        files = CONTAINER.all();
    }

    @AfterAll
    static void close() {
        CONTAINER.close();
    }

    @Test
    @Tag(GoldenFile.TAG)
    void isWhatTheListSays() {
        assumeThat(inspect(IMAGE).getArch()).as("the list is of x86-64").isEqualTo("amd64");
        Stream<String> added = files.keySet().stream()
                .filter(ImageContentsTest::isOurs)
                .filter(path -> !path.matches(LICENCE_OF_THE_JDK))
                .map(path -> files.get(path) + " " + path.substring(FOLDER.length()));
        new GoldenFile(LIST)
                .assertHolds(Stream.of(configuration(), Stream.of(""), added)
                        .flatMap(lines -> lines)
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void isProtectedFromTheOneWhoRunsIt() {
        List<String> ours =
                files.keySet().stream().filter(ImageContentsTest::isOurs).toList();
        assertThat(ours).hasSizeGreaterThan(50);
        assertThat(ours.stream().filter(path -> !files.get(path).isProtected())).isEmpty();
    }

    @Test
    void changesNothingElse() throws IOException {
        try (ImageFiles base = new ImageFiles(base())) {
            Map<String, Entry> before = base.all();
            assertThat(before).isNotEmpty();
            assertThat(Stream.concat(before.keySet().stream(), files.keySet().stream())
                            .filter(path -> !path.startsWith(FOLDER) && !path.equals("opt/"))
                            .filter(path -> !Objects.equals(before.get(path), files.get(path))))
                    .isEmpty();
        }
    }

    @Test
    void nothingInItGivesMoreRights() {
        assertThat(files.keySet().stream().filter(path -> files.get(path).givesRights()))
                .isEmpty();
    }

    private static boolean isOurs(String path) {
        return path.startsWith(FOLDER) && !path.equals(FOLDER);
    }

    /** Two builds give one jar: nothing of when and where it was packed is in it. */
    @Test
    void theJarIsPackedInOneOrderWithOneTime() throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = CONTAINER.archive("/" + FOLDER + "sidecar-first.jar")) {
            assertThat(tar.getNextEntry()).isNotNull();
            ZipInputStream zip = new ZipInputStream(tar);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getTimeLocal()).as(entry.getName()).isEqualTo(LocalDateTime.of(2026, 1, 1, 0, 0));
                assertThat(entry.getMethod()).as(entry.getName()).isEqualTo(ZipEntry.STORED);
                names.add(entry.getName());
            }
        }
        assertThat(names).hasSizeGreaterThan(1000).contains("META-INF/LICENSE");
        // Folder by folder, the way jar walks: what is before the last slash first.
        assertThat(names.subList(2, names.size()))
                .isSortedAccordingTo((a, b) -> Arrays.compare(a.split("/"), b.split("/")));
    }

    private static String base() {
        try {
            String name = Files.readAllLines(Path.of("Dockerfile")).stream()
                    .filter(line -> line.startsWith("ARG RUN_IMAGE="))
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .findFirst()
                    .orElseThrow();
            return new RemoteDockerImage(DockerImageName.parse(name)).get();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InspectImageResponse inspect(String image) {
        return DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
    }

    /** What a container is started with, a line each; without the variables that base images have. */
    private static Stream<String> configuration() {
        ContainerConfig config = Objects.requireNonNull(inspect(IMAGE).getConfig());
        return Stream.of(
                        Stream.of("user " + config.getUser(), "folder " + config.getWorkingDir()),
                        named("entrypoint", Stream.of(Objects.requireNonNull(config.getEntrypoint()))),
                        named("argument", Stream.of(Objects.requireNonNull(config.getCmd()))),
                        named("variable", Stream.of(Objects.requireNonNull(config.getEnv())))
                                .filter(line -> !line.matches("variable (PATH|SSL_CERT_FILE)=.*")),
                        named("port", Stream.of(Objects.requireNonNull(config.getExposedPorts()))),
                        named("volume", Objects.requireNonNullElse(config.getVolumes(), Map.of()).keySet().stream()),
                        named(
                                "label",
                                Objects.requireNonNull(config.getLabels()).keySet().stream()
                                        .filter(label -> !label.startsWith("org.testcontainers"))
                                        .sorted()))
                .flatMap(lines -> lines);
    }

    private static Stream<String> named(String what, Stream<?> values) {
        return values.map(value -> what + " " + value);
    }
}
