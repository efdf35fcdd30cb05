package io.sidecarfirst.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** All that the Dockerfile adds to its base image, against a list; and that nothing of it can be changed from inside. */
@RequiresK3s
class ImageContentsTest {
    private static final Path LIST = Path.of("src", "test", "resources", "image", "contents.txt");
    private static final String FOLDER = "opt/sidecar-first/";
    private static final int SET_ANOTHER_ID = 06000;

    /** Which texts of licences a JDK has, and which of them are links, is its own business. */
    private static final String LICENCE_OF_THE_JDK = FOLDER + "jre/legal/[^/]+/.+";

    private static final String IMAGE = Image.build();
    private static final ImageFiles FILES = new ImageFiles(IMAGE);

    @AfterAll
    static void close() {
        FILES.close();
    }

    @Test
    @Tag(GoldenFile.TAG)
    void isWhatTheListSays() throws IOException {
        assumeThat(inspect(IMAGE).getArch()).as("the list is of x86-64").isEqualTo("amd64");
        List<String> lines = new ArrayList<>(configuration());
        lines.add("");
        ours().forEach((path, entry) -> {
            if (!path.matches(LICENCE_OF_THE_JDK)) {
                lines.add(entry.permissions() + " " + path.substring(FOLDER.length())
                        + (entry.target().isEmpty() ? "" : " -> " + entry.target()));
            }
        });
        new GoldenFile(LIST).assertHolds(String.join("\n", lines) + "\n");
    }

    @Test
    void protectsAllThatItAdds() throws IOException {
        Map<String, Entry> ours = ours();
        assertThat(ours).hasSizeGreaterThan(50).allSatisfy((path, entry) -> assertThat(entry.isProtected())
                .as("%s: %s", path, entry)
                .isTrue());
    }

    @Test
    void changesNothingElse() throws IOException {
        Map<String, Entry> image = FILES.all(ImageContentsTest::isOfTheBase);
        try (ImageFiles base = new ImageFiles(base())) {
            assertThat(image).isNotEmpty().isEqualTo(base.all(ImageContentsTest::isOfTheBase));
        }
        assertThat(image).allSatisfy((path, entry) -> assertThat(entry.mode() & SET_ANOTHER_ID)
                .as(path)
                .isZero());
    }

    private static boolean isOfTheBase(String path) {
        return !path.startsWith(FOLDER) && !path.equals("opt/");
    }

    /** Two builds give one jar: nothing of when and where it was packed is in it. */
    @Test
    void theJarIsPackedInOneOrderWithOneTime() throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = FILES.archive("/" + FOLDER + "sidecar-first.jar")) {
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
        assertThat(names.subList(2, names.size())).isSortedAccordingTo((a, b) -> Arrays.compare(a.split("/"), b.split("/")));
    }

    private static Map<String, Entry> ours() throws IOException {
        return FILES.all(path -> path.startsWith(FOLDER) && !path.equals(FOLDER));
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

    /** What a container is started with, a line each; without the variables of the base image. */
    private static List<String> configuration() {
        ContainerConfig config = config(IMAGE);
        Set<String> ofTheBase = Set.of(strings(config(base()).getEnv()));
        return Stream.of(
                        Stream.of("user " + config.getUser(), "folder " + config.getWorkingDir()),
                        Stream.of(strings(config.getEntrypoint())).map(word -> "entrypoint " + word),
                        Stream.of(strings(config.getCmd())).map(word -> "argument " + word),
                        Stream.of(strings(config.getEnv()))
                                .filter(variable -> !ofTheBase.contains(variable))
                                .map(variable -> "variable " + variable),
                        Stream.of(Objects.requireNonNullElse(config.getExposedPorts(), new ExposedPort[0]))
                                .map(port -> "port " + port)
                                .sorted(),
                        Objects.requireNonNullElse(config.getVolumes(), Map.of()).keySet().stream()
                                .map(volume -> "volume " + volume),
                        Objects.requireNonNull(config.getLabels()).keySet().stream()
                                .filter(label -> !label.startsWith("org.testcontainers"))
                                .map(label -> "label " + label)
                                .sorted())
                .flatMap(lines -> lines)
                .collect(Collectors.toList());
    }

    private static ContainerConfig config(String image) {
        return Objects.requireNonNull(inspect(image).getConfig());
    }

    private static String[] strings(String @Nullable [] words) {
        return words == null ? new String[0] : words;
    }
}
