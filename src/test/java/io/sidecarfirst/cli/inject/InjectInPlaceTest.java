package io.sidecarfirst.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code inject --in-place} and {@code inject --check}. */
class InjectInPlaceTest {
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
    private static final String GATED = POD.replace(
                    "its name\n",
                    "its name\n  annotations:\n    sidecar-first.io/status:"
                            + " '{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}'\n"
                            + "  labels:\n    sidecar-first.io/gated: \"true\"\n")
            + """
                    startupProbe:
                      tcpSocket:
                        port: 80
                      timeoutSeconds: 1
                      periodSeconds: 1
                      failureThreshold: 86400
                """;
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("web.yaml"), POD);
    }

    private Cli.Run inject(String... options) {
        return Cli.run(Stream.concat(Stream.of("inject", "-f", folder.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesToTheFile() throws IOException {
        Cli.Run run = inject("--in-place");
        assertThat(file).hasContent(GATED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("proxy: gated by its port");
        assertThat(run.code()).isZero();
        assertThat(names()).as("nothing is left beside it").containsExactly("web.yaml");
    }

    @Test
    void doesNotTouchWhatDoesNotChange() throws IOException {
        inject("--in-place");
        Files.setLastModifiedTime(file, LONG_AGO);
        assertThat(inject("--in-place").code()).isZero();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    }

    @Test
    void keepsThePermissions() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        inject("--in-place");
        assertThat(file).hasContent(GATED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x--x");
    }

    private static Object unix(Path file, String attribute) throws IOException {
        return Files.getAttribute(file, "unix:" + attribute);
    }

    @Test
    void keepsAllBitsOfTheMode() throws IOException {
        Files.setAttribute(file, "unix:mode", 0102750);
        Object mode = unix(file, "mode");
        Object inode = unix(file, "ino");
        inject("--in-place");
        assertThat(file).hasContent(GATED);
        assertThat(unix(file, "mode")).isEqualTo(mode);
        assertThat(unix(file, "ino")).as("replaced at once").isNotEqualTo(inode);
    }

    @Test
    void keepsOwnerAndGroup() throws IOException {
        assumeThat(unix(folder, "uid")).as("only root can give a file away").isEqualTo(0);
        Files.setAttribute(file, "unix:uid", 12345);
        Files.setAttribute(file, "unix:gid", 12346);
        Files.setAttribute(file, "unix:mode", 0106755);
        inject("--in-place");
        assertThat(file).hasContent(GATED);
        assertThat(unix(file, "uid")).isEqualTo(12345);
        assertThat(unix(file, "gid")).isEqualTo(12346);
        assertThat(unix(file, "mode")).isEqualTo(0106755);
    }

    @Test
    void keepsHardLinks() throws IOException {
        Path other = folder.resolve("other.txt");
        Files.createLink(other, file);
        inject("--in-place");
        assertThat(file).hasContent(GATED);
        assertThat(other).hasContent(GATED);
        assertThat(names()).containsExactly("other.txt", "web.yaml");
    }

    @Test
    void keepsAttributesOfItsOwn() throws IOException {
        UserDefinedFileAttributeView own = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        assumeThat(own).isNotNull();
        try {
            own.write("origin", StandardCharsets.UTF_8.encode("here"));
        } catch (FileSystemException e) {
            assumeThat(e).as("this file system has no attributes").isNull();
        }
        inject("--in-place");
        assertThat(file).hasContent(GATED);
        assertThat(own.list()).containsExactly("origin");
    }

    @Test
    void followsLinks() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path real = Files.move(file, elsewhere.resolve("real.txt"));
        Files.createSymbolicLink(file, Path.of("elsewhere", "real.txt"));
        inject("--in-place");
        assertThat(file).isSymbolicLink();
        assertThat(real).hasContent(GATED);
    }

    @Test
    void leavesAReadOnlyFileAlone() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeThat(Files.isWritable(file)).isFalse();
        Cli.Run run = inject("--in-place");
        assertThat(file).hasContent(POD);
        assertThat(run.err()).contains("sidecar-first: " + file + ": no permission to write it; it is as it was");
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void doesTheRestWhereOneFileIsBad() throws IOException {
        Path bad = Files.writeString(folder.resolve("a.yaml"), "kind: Pod\n\tspec: [\n");
        Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {0, 1, 2, (byte) 0xff});
        Cli.Run run = inject("--in-place");
        assertThat(file).hasContent(GATED);
        assertThat(bad).hasContent("kind: Pod\n\tspec: [\n");
        assertThat(run.err()).contains(bad + ": line 2: ", binary + ": line 1: ");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void writesNothingWhereSomethingIsDenied() throws IOException {
        Path strict = Files.writeString(
                folder.resolve("x.yaml"),
                POD.replace("metadata:", "metadata:\n  annotations: {sidecar-first.io/period-seconds: none}"));
        Cli.Run run = inject("--in-place", "--strict");
        assertThat(file).hasContent(POD);
        assertThat(Files.readString(strict)).doesNotContain("startupProbe");
        assertThat(run.err())
                .contains("nothing is written")
                .containsOnlyOnce("annotation sidecar-first.io/period-seconds=\"none\" cannot be used; allowed: ")
                .contains("  refused: ")
                .doesNotContain("ignored");
        assertThat(run.code()).isEqualTo(ExitCode.DENIED);
    }

    @Test
    void checkPrintsADifferenceAndChangesNothing() {
        Cli.Run run = inject("--check");
        assertThat(run.out())
                .startsWith("--- " + file + "\n+++ " + file + "\n@@ -3,6 +3,10 @@\n")
                .contains("\n+    startupProbe:\n")
                .doesNotContain("\n- ");
        assertThat(file).hasContent(POD);
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void checkIsContentWithWhatIsDone() {
        inject("--in-place");
        Cli.Run run = inject("--check");
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void checkTellsBadInputFromADifference() throws IOException {
        Files.writeString(folder.resolve("z.yaml"), "kind: [");
        Cli.Run run = inject("--check");
        assertThat(run.out()).contains("+    startupProbe:");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void checkReadsStandardInput() {
        Cli.Run run = Cli.with(Map.of()).reading(POD).execute("inject", "--check", "-f", "-");
        assertThat(run.out()).startsWith("--- standard input\n");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void printsInTheFormatThatIsAskedFor() throws IOException {
        Files.writeString(folder.resolve("z.json"), "{\"kind\": \"None\"}");
        Files.writeString(folder.resolve("y.yaml"), "# nothing\n");
        assertThat(inject("-o", "json").out())
                .startsWith("{\n  \"apiVersion\": \"v1\",\n")
                .contains("\"startupProbe\": {")
                .endsWith("}\n{\"kind\": \"None\"}\n");
        assertThat(inject("--output=yaml").out()).isEqualTo(GATED + "---\n# nothing\n---\nkind: None\n");
    }

    static Stream<List<String>> contradictions() {
        return Stream.of(
                List.of("--in-place", "--check"),
                List.of("--in-place", "-f", "-"),
                List.of("--in-place", "-o", "yaml"),
                List.of("--check", "--output", "json"),
                List.of("-o", "xml"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void refusesContradictions(List<String> options) {
        Cli.Run run = inject(options.toArray(String[]::new));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("sidecar-first: ").doesNotContain("\tat ");
        assertThat(file).hasContent(POD);
    }

    @Test
    void saysWhereTheFormIsLost() throws IOException {
        Files.writeString(file, """
                apiVersion: v1
                kind: Pod
                x-proxy: &proxy {name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}
                spec:
                  containers: [{name: app}]
                  initContainers:
                  - *proxy
                """);
        Cli.Run run = inject();
        assertThat(run.out()).contains("startupProbe:");
        assertThat(run.err())
                .contains("sidecar-first: " + file + ": line 7: what is to be changed is the alias *proxy; write it out"
                        + " there to keep the form; this document is rewritten, without its comments");
        assertThat(run.code()).isZero();
    }

    /** A variable that was not set, not the current directory. */
    @Test
    void anEmptyNameIsNoFile() {
        Cli.Run run = Cli.run("inject", "--in-place", "-f", "");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).contains("there is no such file");
    }
}
