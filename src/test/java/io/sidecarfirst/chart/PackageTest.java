package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What belongs to the chart as others get it: by itself, without the project around it. */
class PackageTest {
    private static final String PROJECT = "https://github.com/sidecar-first/sidecar-first";
    private static final String FILES = PROJECT + "/blob/main/";

    private static JsonNode yaml(String text) {
        return Manifest.parse(text).trees().get(0);
    }

    private static JsonNode chart() throws IOException {
        return yaml(Files.readString(Chart.FOLDER.resolve("Chart.yaml")));
    }

    private static JsonNode annotation(String name) throws IOException {
        String text = chart().path("annotations").path("artifacthub.io/" + name).asString();
        return yaml("list:\n" + text).path("list");
    }

    @Test
    void theLicenseIsTheProjects() throws IOException {
        assertThat(Chart.FOLDER.resolve("LICENSE")).hasSameTextualContentAs(Path.of("LICENSE"));
    }

    private static Stream<String> links(String file) throws IOException {
        return Pattern.compile("]\\(([^)#][^)]*)\\)|(?<!\\()(https://[^\\s)]+)")
                .matcher(Files.readString(Chart.FOLDER.resolve(file)))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    }

    /** A relative one leads nowhere on Artifact Hub and in a terminal. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "templates/NOTES.txt"})
    void noLinkIsRelative(String file) throws IOException {
        assertThat(links(file)).allMatch(link -> link.startsWith("https://"));
    }

    @ParameterizedTest
    @CsvSource({"README.md, 10", "templates/NOTES.txt, 0", "Chart.yaml, 2"})
    void linksIntoTheProjectLeadToFiles(String file, int atLeast) throws IOException {
        List<Path> files = links(file)
                .filter(link -> link.startsWith(FILES))
                .map(link -> Path.of(link.substring(FILES.length()).replaceFirst("#.*", "")))
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(atLeast).allMatch(Files::exists, "is there");
    }

    @Test
    void theIconIsThere() throws IOException {
        String icon = chart().path("icon").asString();
        String prefix = "https://raw.githubusercontent.com/sidecar-first/sidecar-first/main/";
        assertThat(icon).startsWith(prefix);
        assertThat(Path.of(icon.substring(prefix.length()))).content().contains("<svg ");
    }

    @Test
    void theImagesAreThoseThatItRuns() throws IOException {
        Rendering rendering = Chart.render("{}");
        String gate = yaml(rendering.settings().at("/data/config.yaml").asString())
                .path("gate-image")
                .asString();
        assertThat(Rendering.stream(annotation("images"))
                        .map(image -> image.path("image").asString()))
                .containsExactly(rendering.podSpec().at("/containers/0/image").asString(), gate);
    }

    /**
     * In these forms and with these kinds of changes.
     *
     * @see <a href="https://artifacthub.io/docs/topics/annotations/helm/">Artifact Hub's annotations</a>
     */
    @Test
    void changesAndLinksAreAsArtifactHubReadsThem() throws IOException {
        assertThat(Rendering.stream(annotation("changes"))).isNotEmpty().allSatisfy(change -> {
            assertThat(change.path("kind").asString())
                    .isIn("added", "changed", "deprecated", "removed", "fixed", "security");
            assertThat(change.path("description").asString()).isNotEmpty();
        });
        assertThat(Rendering.stream(annotation("links"))).isNotEmpty().allSatisfy(link -> {
            assertThat(link.path("name").asString()).isNotEmpty();
            assertThat(link.path("url").asString()).startsWith(PROJECT);
        });
    }
}
