package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.sidecarfirst.observed.KnownFault;
import io.sidecarfirst.observed.KubernetesVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm says after an installation. {@code helm template} leaves that out: it is rendered as a ConfigMap. */
class NotesTest {
    @TempDir
    private Path folder;

    private String notes(String version) throws IOException {
        return notes(version, "{}");
    }

    private String notes(String version, String values) throws IOException {
        Path given = Files.writeString(folder.resolve("values.yaml"), values);
        Path chart = folder.resolve("sidecar-first");
        try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = chart.resolve(Chart.FOLDER.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path templates = chart.resolve("templates");
        Files.move(templates.resolve("NOTES.txt"), chart.resolve("notes.txt"));
        Files.writeString(templates.resolve("notes.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: the-notes}
                data: {notes: {{ tpl (.Files.Get "notes.txt") . | toJson }}}
                """);
        String text = new Helm(chart)
                .template()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.RELEASE)
                .withKubeVersion(version)
                .withValuesFile(given)
                .call();
        return Rendering.of(text)
                .all("ConfigMap")
                .map(map -> map.path("data").path("notes").asString(""))
                .filter(notes -> !notes.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "probe"})
    void theyNameTheImageThatMustBePulled(String mode) throws IOException {
        String notes = notes("v1.37.2", "gate: {mode: " + mode + ", image: {repository: r.example/gate, tag: \"7\"}}");
        assertThat(notes.contains("r.example/gate:7 there")).isEqualTo(mode.equals("container"));
    }

    /** What no hook can do: see the chart's README, Uninstall. */
    @ParameterizedTest
    @ValueSource(strings = {"Fail", "Ignore"})
    void theyTellWhatToDeleteBeforeAnUninstall(String policy) throws IOException {
        assertThat(notes("v1.37.2", "webhook: {failurePolicy: " + policy + "}")
                        .contains("kubectl delete mutatingwebhookconfiguration zz-sidecar-first"))
                .isEqualTo(policy.equals("Fail"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1.29.7",
                "v1.29.8",
                "v1.30.3",
                "v1.30.4",
                "v1.31.0",
                "v1.32.9",
                "v1.33.5-gke.1",
                "v1.33.6-gke.1",
                "v1.34.1",
                "v1.34.2",
                "v1.35.0",
                "v1.35.3+k3s1",
                "v1.35.4",
                "v1.35.4-eks-1",
                "v1.36.0",
                "v1.37.2"
            })
    void theyNameTheFaultsOfTheTable(String version) throws IOException {
        String notes = notes(version);
        KubernetesVersion parsed = KubernetesVersion.parse(version).orElseThrow();
        for (KnownFault fault : KnownFault.values()) {
            assertThat(notes.contains("* " + fault.text() + ": " + fault.see()))
                    .as("%s in the notes for %s", fault, version)
                    .isEqualTo(fault.isIn(parsed));
        }
        assertThat(notes.contains("Known faults"))
                .isEqualTo(Stream.of(KnownFault.values()).anyMatch(fault -> fault.isIn(parsed)));
    }
}
