package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.goldens.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The files that are made from the chart are as it makes them today. */
class DeployTest {
    private static final Path DEPLOY = Path.of("deploy");

    private static final String NAMESPACE = """
            # Rendered from charts/sidecar-first. Do not edit; refresh it with
            #   %s
            apiVersion: v1
            kind: Namespace
            metadata:
              name: sidecar-first
              labels:
                app.kubernetes.io/instance: sidecar-first
                app.kubernetes.io/name: sidecar-first
                pod-security.kubernetes.io/enforce: restricted
                pod-security.kubernetes.io/warn: restricted
            """.formatted(GoldenFile.REFRESH);

    @ParameterizedTest
    @CsvSource({"sidecar-first.yaml, '{}'", "cert-manager.yaml, 'certificates: {mode: cert-manager}'"})
    @Tag(GoldenFile.TAG)
    void plainManifestsAreFresh(String file, String values) {
        new GoldenFile(DEPLOY.resolve(file)).assertHolds(NAMESPACE + plain(Chart.text(values)));
    }

    @Test
    @Tag(GoldenFile.TAG)
    void theDefaultRenderingIsKnown() {
        new GoldenFile(Path.of("src/test/resources/chart/default.yaml")).assertHolds(Chart.textWithHooks("{}"));
    }

    /** Without what says that Helm manages it. */
    private static String plain(String rendered) {
        return rendered.lines()
                .filter(line ->
                        !line.matches("# Source: .*|\\s+(app\\.kubernetes\\.io/managed-by|helm\\.sh/chart): .*|"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"sidecar-first.yaml", "cert-manager.yaml"})
    void nothingInThemIsOfHelm(String file) throws IOException {
        String text = Files.readString(DEPLOY.resolve(file));
        assertThat(text).doesNotContain("helm.sh", "Helm");
        List<JsonNode> objects = Rendering.of(text).objects();
        assertThat(objects.get(0).path("kind").asString()).isEqualTo("Namespace");
        assertThat(objects.get(objects.size() - 1).path("kind").asString()).isNotEqualTo("Namespace");
    }

    @Test
    void theKustomizationTakesAFileThatIsThere() throws IOException {
        JsonNode kustomization = Rendering.of(Files.readString(DEPLOY.resolve("kustomization.yaml")))
                .objects()
                .get(0);
        assertThat(Stream.of("sidecar-first.yaml"))
                .containsExactlyElementsOf(Rendering.strings(kustomization.path("resources")));
    }
}
