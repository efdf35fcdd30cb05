package io.sidecarfirst.cli.uninject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code uninject} reads, prints, writes and says. */
class UninjectTest {
    private static final String POD = """
            # my pod
            apiVersion: v1
            kind: Pod
            metadata:
              name: web   # its name
            spec:
              containers: [{name: app}]
              initContainers:
              - name: proxy
                restartPolicy: Always
                ports:
                - containerPort: 80
            """;
    private static final String STATUS =
            "    sidecar-first.io/status:" + " '{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}'\n";
    private static final String LABEL = "  labels:\n    sidecar-first.io/gated: \"true\"\n";
    private static final String PROBE = """
                startupProbe:
                  tcpSocket:
                    port: 80
                  timeoutSeconds: 1
                  periodSeconds: 1
                  failureThreshold: 86400
            """;
    private static final String MARKED = POD.replace("its name\n", "its name\n  annotations:\n" + STATUS + LABEL);
    private static final String GATED = MARKED + PROBE;

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("web.yaml"), GATED);
    }

    private Cli.Run uninject(String... options) {
        return Cli.run(Stream.concat(Stream.of("uninject", folder.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private static Cli.Run read(String text, String... options) {
        return Cli.with(Map.of())
                .reading(text)
                .execute(Stream.concat(Stream.of("uninject", "-"), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void theGateIsWhatInjectMakes() {
        assertThat(Cli.with(Map.of()).reading(POD).execute("inject", "-").out()).isEqualTo(GATED);
    }

    @Test
    void printsTheFileWithoutTheGate() {
        Cli.Run run = uninject();
        assertThat(run.out()).isEqualTo(POD);
        assertThat(run.err()).isEqualTo(file + """
                        : pod/web
                          proxy: its startupProbe is taken out; it was made from its port
                          annotation sidecar-first.io/status: taken out
                          label sidecar-first.io/gated: taken out
                        """);
        assertThat(run.code()).isZero();
        assertThat(file).hasContent(GATED);
    }

    @Test
    void writesToTheFile() {
        Cli.Run run = uninject("--in-place");
        assertThat(file).hasContent(POD);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void looksBelowWithR() throws IOException {
        Path below = Files.createDirectory(folder.resolve("below"));
        Path moved = Files.move(file, below.resolve("web.yaml"));
        assertThat(uninject("--in-place").err())
                .isEqualTo("sidecar-first: no gates of sidecar-first in 0 files; what is in directories below is looked"
                        + " at with -R\n");
        assertThat(moved).hasContent(GATED);
        uninject("--in-place", "-R");
        assertThat(moved).hasContent(POD);
    }

    @Test
    void checkPrintsADifferenceAndChangesNothing() {
        Cli.Run run = uninject("--check");
        assertThat(run.out())
                .startsWith("--- " + file + "\n+++ " + file + "\n@@ ")
                .contains("\n-    startupProbe:\n")
                .doesNotContain("\n+ ");
        assertThat(file).hasContent(GATED);
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void theSecondTimeThereIsNothing() {
        uninject("--in-place");
        Cli.Run run = uninject("--check");
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("sidecar-first: no gates of sidecar-first in 1 file")
                .hasLineCount(1);
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"periodSeconds: 2", "failureThreshold: 30"})
    void anAuthorsProbeStays(String own) {
        String probe = PROBE.replaceFirst(own.replaceAll("[0-9]+", "[0-9]+"), own);
        Cli.Run run = read(POD + probe);
        assertThat(run.out()).isEqualTo(POD + probe);
        assertThat(run.err()).isEqualTo("sidecar-first: no gates of sidecar-first in 1 file\n");
        // Under a status that was copied, or is of a gate that its author has changed since.
        Cli.Run copied = read(MARKED + probe);
        assertThat(copied.out()).isEqualTo(POD.replace("its name\n", "its name\n" + LABEL) + probe);
        assertThat(copied.err().lines())
                .containsExactly(
                        "standard input: pod/web",
                        "  proxy: its startupProbe stays, since no status annotation says that it is one of"
                                + " sidecar-first",
                        "  annotation sidecar-first.io/status: taken out",
                        "  label sidecar-first.io/gated: stays, since a startupProbe stays that may be the gate it"
                                + " tells of");
        assertThat(read(copied.out()).out()).isEqualTo(copied.out());
    }

    /** Nothing tells whose it is once the status is gone. */
    @Test
    void aProbeWithoutItsStatusStays() {
        String half = GATED.replace("  annotations:\n" + STATUS, "");
        Cli.Run run = read(half);
        assertThat(run.out()).isEqualTo(half);
        assertThat(run.err()).contains("  proxy: its startupProbe stays, ");
    }

    @Test
    void whatIsLeftOfAGateThatWasTakenOutByHandGoes() {
        assertThat(read(MARKED).out()).isEqualTo(POD);
        assertThat(read(POD.replace("its name\n", "its name\n" + LABEL)).out()).isEqualTo(POD);
    }

    @Test
    void otherAnnotationsAndLabelsStay() {
        String pod = POD.replace("its name\n", "its name\n  annotations: {team: shop}\n  labels:\n    app: web\n");
        String gated = Cli.with(Map.of()).reading(pod).execute("inject", "-").out();
        assertThat(gated).contains("shop, sidecar-first.io/status");
        assertThat(read(gated).out()).isEqualTo(pod);
    }

    @Test
    void theGateContainerGoesAndPullSecretsStay() {
        String pod = POD.replace("spec:\n", "spec:\n  imagePullSecrets: [{name: own}]\n");
        String gated = Cli.with(Map.of())
                .reading(pod)
                .execute("inject", "-", "--gate=container", "--gate-image=gate:1")
                .out();
        assertThat(gated).contains("- name: sidecar-first-gate\n");
        Cli.Run run = read(gated);
        assertThat(run.out()).isEqualTo(pod);
        assertThat(run.err())
                .contains(
                        "  sidecar-first-gate: taken out\n",
                        "  imagePullSecrets: all stay (own), since nothing says which came with sidecar-first-gate\n");
    }

    /** Such as one of kustomize, which is a list like others here. */
    @Test
    void aResourceListIsAList() {
        String list = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ";
        String item = GATED.replace("# my pod\n", "").indent(2).strip() + "\n";
        String without = POD.replace("# my pod\n", "").indent(2).strip() + "\n";
        assertThat(read(list + item).out()).isEqualTo(list + without);
    }

    @Test
    void printsInTheFormatThatIsAskedFor() {
        String json = uninject("-o", "json").out();
        assertThat(json).startsWith("{\n  \"apiVersion\": \"v1\",\n").doesNotContain("sidecar-first");
        assertThat(Manifest.parse(json).trees()).isEqualTo(Manifest.parse(POD).trees());
    }

    @Test
    void saysWhereTheFormIsLost() {
        Cli.Run run = read("""
                apiVersion: v1
                kind: Pod
                x-labels: &labels {sidecar-first.io/gated: "true", app: web}
                metadata: {name: web, labels: *labels}
                spec:
                  containers: [{name: app}]
                """);
        assertThat(run.out()).contains("  labels:\n    app: web\n");
        assertThat(run.err())
                .contains("sidecar-first: standard input: line 4: what is to be changed is the alias *labels; write it"
                        + " out there to keep the form; this document is rewritten, without its comments");
        assertThat(run.code()).isZero();
    }

    @Test
    void doesTheRestWhereOneFileIsBad() throws IOException {
        Path bad = Files.writeString(folder.resolve("a.yaml"), "kind: [");
        Cli.Run run = uninject("--in-place");
        assertThat(file).hasContent(POD);
        assertThat(run.err()).contains("sidecar-first: " + bad + ": line 1: ");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    static Stream<List<String>> contradictions() {
        return Stream.of(
                List.of("--in-place", "--check"),
                List.of("--in-place", "-"),
                List.of("--check", "-o", "yaml"),
                List.of("--period-seconds", "2"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void refusesContradictions(List<String> options) {
        Cli.Run run = uninject(options.toArray(String[]::new));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(file).hasContent(GATED);
    }

    @Test
    void saysWhatIsMissingWhereThereIsNothingToRead() {
        assertThat(Cli.run("uninject").err())
                .startsWith("sidecar-first: say what to take the gates out of: a file, a directory, or - for standard"
                        + " input\n");
    }
}
