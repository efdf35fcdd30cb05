package io.sidecarfirst.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What {@code inject} reads, prints and says. */
class InjectTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: NAME
            spec:
              initContainers:
              - name: proxy
                restartPolicy: Always
                ports:
                - containerPort: 80
              containers:
              - name: app
            """;
    private static final String SETTINGS = """
            # a comment that stays
            apiVersion: v1
            kind:   ConfigMap   # and its blanks
            metadata: {name: settings}
            data: {"a": 'b'}
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String pod(String name) {
        return POD.replace("NAME", name);
    }

    private static String json(String name) {
        return Manifest.parse(pod(name)).workloads().get(0).pod().toString();
    }

    private static List<String> gatedPods(String text) {
        return Manifest.parse(text).workloads().stream()
                .filter(workload -> workload.pod()
                        .at("/spec/initContainers/0/startupProbe/tcpSocket")
                        .isObject())
                .map(Workload::name)
                .toList();
    }

    @Test
    void readsStandardInput() {
        Cli.Run run = Cli.with(Map.of()).reading(pod("web")).execute("inject", "-f", "-");
        assertThat(gatedPods(run.out())).containsExactly("web");
        assertThat(run.err()).contains("standard input: pod/web", "proxy: gated by its port");
        assertThat(run.code()).isZero();
    }

    @Test
    void readsSeveralFilesInTheirOrder() throws IOException {
        String b = file("b.yaml", pod("b")).toString();
        String a = file("a.yaml", pod("a")).toString();
        Cli.Run run = Cli.run("inject", "-f", b, "-f", a);
        assertThat(gatedPods(run.out())).containsExactly("b", "a");
    }

    @Test
    void readsFilesWithoutAFlag() throws IOException {
        String a = file("a.yaml", pod("a")).toString();
        String b = file("b.yaml", pod("b")).toString();
        file("below/c.yaml", pod("c"));
        Cli.Run run = Cli.with(Map.of())
                .reading(pod("d"))
                .execute("inject", b, "-R", folder.resolve("below").toString(), "-", "-f", a);
        assertThat(gatedPods(run.out())).containsExactly("b", "c", "d", "a");
        assertThat(run.code()).isZero();
    }

    /** On the Deployment itself it would be noticed by nobody. */
    @Test
    void warnsOfWhatStandsAboveTheTemplate() throws IOException {
        String file = file("web.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, annotations: {a.sidecar-first.io/inject: "false"}}
                spec:
                  template:
                    spec:
                      initContainers: [{name: a, image: a, restartPolicy: Always, ports: [{containerPort: 80}]}]
                      containers: [{name: app, image: app}]
                """).toString();
        assertThat(Cli.run("inject", file).err())
                .contains("  warning: annotation a.sidecar-first.io/inject has no effect at metadata.annotations: Pods"
                        + " are"
                        + " made from spec.template.metadata.annotations");
    }

    @Test
    void saysWhatIsMissingWhereThereIsNothingToRead() {
        assertThat(Cli.run("inject").err())
                .startsWith("sidecar-first: say what to inject into: a file, a directory, or - for standard input\n");
    }

    @Test
    void saysWhichLinkInADirectoryIsDangling() throws IOException {
        file("1.yaml", pod("one"));
        Path link = Files.createSymbolicLink(folder.resolve("0.yaml"), Path.of("nowhere"));
        Cli.Run run = Cli.run("inject", folder.toString());
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).contains("sidecar-first: " + link + ": it is a link to a file that is not there");
        assertThat(gatedPods(run.out())).containsExactly("one");
    }

    @Test
    void saysWhichDirectoryCannotBeListedAndGoesOn() throws IOException {
        file("0/1.yaml", pod("hidden"));
        file("2.yaml", pod("two"));
        Path closed = folder.resolve("0");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            // The superuser may list it all the same.
            assumeThat(Files.isReadable(closed)).isFalse();
            Cli.Run run = Cli.run("inject", "-R", folder.toString());
            assertThat(run.code()).isEqualTo(ExitCode.INPUT);
            assertThat(run.err()).contains("sidecar-first: " + closed + ": no permission to read it");
            assertThat(gatedPods(run.out())).containsExactly("two");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void readsADirectoryByNameAndNotBelow() throws IOException {
        file("2.yml", pod("two"));
        file("1.yaml", pod("one"));
        file("3.json", json("three"));
        file("notes.txt", "not: [a manifest");
        file("below/4.yaml", pod("four"));
        assertThat(gatedPods(Cli.run("inject", "-f", folder.toString()).out())).containsExactly("one", "two", "three");
        assertThat(gatedPods(Cli.run("inject", "-R", "-f", folder.toString()).out()))
                .containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void joinsFilesToOneStream() throws IOException {
        file("1.json", json("one"));
        file("2.yaml", pod("two").stripTrailing());
        file("3.yaml", "---\n" + pod("three"));
        file("4.json", json("four"));
        file("5.yaml", "# nothing but a comment\n");
        file("6.yaml", "%YAML 1.1\n---\n" + pod("six"));
        file("7.yaml", "\uFEFF" + pod("seven"));
        file("8.yaml", SETTINGS + "...\n");
        file("9.yaml", "# first\n---\n" + pod("nine"));
        Cli.Run run = Cli.run("inject", "-f", folder.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(gatedPods(run.out())).containsExactly("one", "two", "three", "four", "six", "seven", "nine");
        assertThat(run.out().substring(1)).doesNotContain("\uFEFF");
        assertThat(Manifest.parse(run.out()).trees()).as("%s", run.out()).hasSize(8);
        assertThat(new Yaml().loadAll(run.out())).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void doesTheRestWhereOneFileIsBad() throws IOException {
        file("1.yaml", pod("one"));
        String bad = file("2.yaml", "kind: Pod\nspec: [\n").toString();
        file("3.yaml", pod("three"));
        Cli.Run run = Cli.run("inject", "-f", folder.toString());
        assertThat(gatedPods(run.out())).containsExactly("one", "three");
        assertThat(run.err()).containsPattern("sidecar-first: \\Q" + bad + "\\E: line [23]: ");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void namesAMissingFile() throws IOException {
        String good = file("1.yaml", pod("one")).toString();
        String missing = folder.resolve("missing.yaml").toString();
        Cli.Run run = Cli.run("inject", "-f", missing, "-f", good);
        assertThat(run.err()).contains("sidecar-first: " + missing + ": there is no such file");
        assertThat(gatedPods(run.out())).containsExactly("one");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void saysWhereItMayNotRead() throws IOException {
        Path secret = file("secret.yaml", pod("one"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(secret)).isFalse();
        Cli.Run run = Cli.run("inject", "-f", secret.toString());
        assertThat(run.err()).contains("no permission to read it");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: [", "a: 1\na: 2\n", "{\"kind\": ", "\u0000\u0001binary", "\tkind: Pod"})
    void refusesWhatIsNoManifest(String text) throws IOException {
        Cli.Run run = Cli.run("inject", "-f", file("x.yaml", text).toString());
        assertThat(run.err()).contains("x.yaml: line ");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Path file = folder.resolve("x.yaml");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3, (byte) 0x28});
        Cli.Run run = Cli.run("inject", "-f", file.toString());
        assertThat(run.err()).contains("not UTF-8");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# only a comment", "---\n", "just words\n", "[]\n", SETTINGS})
    void printsWhatIsNoWorkloadAsItIs(String text) throws IOException {
        Cli.Run run = Cli.run("inject", "-f", file("x.yaml", text).toString());
        assertThat(run.out()).isEqualTo(text);
        assertThat(run.err()).startsWith("sidecar-first: no native sidecars").hasLineCount(1);
        assertThat(run.code()).isZero();
    }

    @Test
    void keepsTheBytesOfTheDocumentsBesideAWorkload() throws IOException {
        Cli.Run run = Cli.run(
                "inject",
                "-f",
                file("x.yaml", SETTINGS + "---\n" + pod("web") + "---\n" + SETTINGS)
                        .toString());
        assertThat(run.out()).startsWith(SETTINGS + "---\n").endsWith("---\n" + SETTINGS);
        assertThat(gatedPods(run.out())).containsExactly("web");
    }

    @Test
    void changesNothingTheSecondTime() throws IOException {
        String once =
                Cli.run("inject", "-f", file("x.yaml", pod("web")).toString()).out();
        Cli.Run again = Cli.with(Map.of()).reading(once).execute("inject", "-f", "-");
        assertThat(again.out()).isEqualTo(once);
    }

    private static Cli.Run again(String annotations, String... options) throws IOException {
        String once = Cli.with(Map.of())
                .reading(pod("web").replace("  name: web", "  name: web\n  annotations: {a: b}"))
                .execute("inject", "-")
                .out();
        return Cli.with(Map.of())
                .reading(once.replace("a: b", annotations))
                .execute(Stream.concat(Stream.of("inject", "-", "--check"), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void knowsItsGatesAgain() throws IOException {
        Cli.Run run = again("a: b");
        assertThat(run.err())
                .isEqualTo("standard input: pod/web\n"
                        + "  proxy: gated by sidecar-first before, from its port (tcpSocket on port 80), with period 1"
                        + " s, threshold 86400\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void saysWhereAGateWouldBeAnotherNow() throws IOException {
        String before = "  proxy: gated by sidecar-first before, from its port (tcpSocket on port 80), with period 1 s,"
                + " threshold 86400; now it ";
        String redo = ": to have that, remove its startupProbe and inject again\n";
        Cli.Run options = again("a: b", "--period-seconds=2", "--timeout-seconds=3");
        assertThat(options.err())
                .endsWith(before
                        + "would be from its port (tcpSocket on port 80), with period 2 s, threshold 43200, timeout 3 s"
                        + redo);
        assertThat(options.code()).as("nothing would change, and yet").isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(again("sidecar-first.io/initial-delay-seconds: '5'").err())
                .endsWith(before
                        + "would be from its port (tcpSocket on port 80), with period 1 s, threshold 86395,"
                        + " initial delay 5 s"
                        + redo);
        assertThat(again("sidecar-first.io/source: livenessProbe").err())
                .contains(before + "would not be gated (nothing-to-probe)" + redo);
    }

    private static Cli.Run withGateContainer(String text, String... options) {
        return Cli.with(Map.of())
                .reading(text)
                .execute(Stream.concat(
                                Stream.of("inject", "-", "--gate", "container", "--gate-image", "gate:1"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    /** Nothing but its args is ever changed: who asks for more is told, and who asks for the same is not. */
    @Test
    void saysWhatItDoesNotChangeOfAGateContainer() {
        String injected = withGateContainer(pod("web")).out();
        Cli.Run another = Cli.with(Map.of())
                .reading(injected)
                .execute("inject", "-", "--gate", "container", "--gate-image", "gate:2");
        assertThat(another.out()).isEqualTo(injected);
        assertThat(another.err())
                .contains("  sidecar-first-gate: there from before; it asks proxy; its image stays gate:1, and now it"
                        + " would be gate:2: to have that, remove the container and inject again\n");
        assertThat(withGateContainer(injected).err()).contains("there from before; it asks proxy\n");
    }

    @Test
    void namesTheGateContainerThatItAdds() {
        Cli.Run run = withGateContainer(pod("web"));
        assertThat(run.err())
                .contains(
                        "  proxy: gated by its port (tcpSocket on port 80), which sidecar-first-gate asks for 120 s at"
                                + " most\n"
                                + "  sidecar-first-gate: added as initContainers[1], with the image gate:1; it asks"
                                + " proxy\n");
        assertThat(run.out()).contains("    image: gate:1\n").doesNotContain("startupProbe");
    }

    @Test
    void knowsItsGateContainerAgain() {
        String once = withGateContainer(pod("web")).out();
        Cli.Run again = withGateContainer(once, "--check");
        assertThat(again.err()).contains("  sidecar-first-gate: there from before; it asks proxy\n");
        assertThat(again.code()).isZero();
        Cli.Run other = withGateContainer(once, "--check", "--release-after-seconds", "60");
        assertThat(other.err())
                .contains("which sidecar-first-gate asks for 60 s at most\n")
                .contains("  sidecar-first-gate: there from before, with other args from now on; it asks proxy\n");
        assertThat(other.out()).contains("\n+").contains("releaseAfterSeconds\":60");
        assertThat(other.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    /** Whatever the mode is now: taking it out would leave the mains without a gate. */
    @Test
    void keepsAGateContainerInTheOtherMode() {
        String once = withGateContainer(pod("web")).out();
        Cli.Run run = Cli.with(Map.of()).reading(once).execute("inject", "-", "--check");
        assertThat(run.err())
                .contains("  sidecar-first-gate: there from before; it asks proxy; now there would be startupProbes"
                        + " instead: to have that, remove the container and inject again\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void saysThatTheGateContainerWouldAskInsteadOfAStartupProbe() {
        String once =
                Cli.with(Map.of()).reading(pod("web")).execute("inject", "-").out();
        Cli.Run run = withGateContainer(once, "--check");
        assertThat(run.err())
                .contains("; now it would be from its port (tcpSocket on port 80), which sidecar-first-gate asks: to"
                        + " have that, remove its startupProbe and inject again\n");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void noticesThatWhatIsProbedWasMended() throws IOException {
        String probe = "    readinessProbe: {httpGet: {path: '/ready?token=s', port: 8080}}\n    ports:";
        String once = Cli.with(Map.of())
                .reading(pod("web").replace("    ports:", probe))
                .execute("inject", "-")
                .out();
        String mended = once.replaceFirst("8080", "80");
        Cli.Run run = Cli.with(Map.of()).reading(mended).execute("inject", "-", "--check");
        assertThat(run.err())
                .contains("before, from its readinessProbe (httpGet /ready?... on port 8080), with")
                .contains("now it would be from its readinessProbe (httpGet /ready?... on port 80), with");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void whatAnApiServerFillsInMakesNoOtherGate() throws IOException {
        String probe = "    readinessProbe: {httpGet: {port: 8080}}\n    ports:";
        String once = Cli.with(Map.of())
                .reading(pod("web").replace("    ports:", probe))
                .execute("inject", "-", "-o", "json")
                .out();
        String live = once.replaceFirst(
                "(\"startupProbe\"\\s*:\\s*\\{\\s*\"httpGet\"\\s*:\\s*\\{)", "$1\"scheme\":\"HTTP\",\"path\":\"/\",");
        assertThat(live).isNotEqualTo(once);
        assertThat(Cli.with(Map.of())
                        .reading(live)
                        .execute("inject", "-", "--check")
                        .code())
                .isZero();
    }

    @Test
    void aGateOfASidecarThatWasOptedOutSince() throws IOException {
        Cli.Run run = again("proxy.sidecar-first.io/inject: 'false'");
        assertThat(run.err())
                .endsWith("now it would not be gated (opted-out): to have that, remove its startupProbe and inject"
                        + " again\n");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void saysWhereThereIsNothing() throws IOException {
        Files.createDirectories(folder.resolve("below"));
        Files.writeString(folder.resolve("values.yaml"), "a: b\n");
        Cli.Run run = Cli.run("inject", "--check", folder.toString());
        assertThat(run.err())
                .isEqualTo(
                        "sidecar-first: no native sidecars (initContainers with restartPolicy: Always) in 1 file; what"
                                + " is in directories below is looked at with -R\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void aStartupProbeOfTheAuthorsIsNotTakenForItsOwn() {
        String own = pod("web").replace("    ports:", "    startupProbe: {tcpSocket: {port: 80}}\n    ports:");
        assertThat(Cli.with(Map.of()).reading(own).execute("inject", "-").err())
                .contains("proxy: not gated (already-gated): it has a startupProbe of its own, which is never changed");
    }

    @Test
    void namesASidecarWithoutANameByItsPlace() {
        String nameless = pod("web").replace("- name: proxy\n    restart", "- restart");
        assertThat(Cli.with(Map.of()).reading(nameless).execute("inject", "-").err())
                .contains("  initContainers[0] (no name): gated by its port");
    }

    @Test
    void nothingInAFileActsOnTheTerminal() throws IOException {
        String name = "\"w\\e]0;x\\a\\u009b2J\\u202e\\nsidecar-first: fine\"";
        Path file = file("a\u001b[2J.yaml", pod("NAME").replace("name: NAME", "name: " + name));
        Cli.Run run = Cli.run("inject", file.toString());
        assertThat(run.err())
                .contains("a\\u001b[2J.yaml: pod/w\\u001b]0;x\\u0007\\u009b2J\\u202e\\u000asidecar-first: fine\n");
        assertThat(run.err().chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
        assertThat(Cli.run("inject", "no\u001b[2J.yaml").err().chars()).doesNotContain(0x1B);
        assertThat(Cli.run("inject", "--no\u001b[2J").err().chars()).doesNotContain(0x1B);
        assertThat(Cli.run("explain", file.toString()).out().chars()).doesNotContain(0x1B);
        assertThat(Cli.run("audit", "-f", file.toString()).out().chars()).doesNotContain(0x1B);
    }

    @Test
    void writesUtf8() {
        String text = pod("web") + "# ü 漢 \uD83D\uDE80\n---\na: ü 漢 \uD83D\uDE80\n";
        Cli.Run run = Cli.with(Map.of()).reading(text).execute("inject", "-f", "-");
        assertThat(run.out()).endsWith("---\na: ü 漢 \uD83D\uDE80\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void explainsItself(String help) {
        Cli.Run run = Cli.run("inject", help);
        assertThat(run.out()).contains("--filename", "--recursive", "--strict", "Exit codes", "Examples");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    static Stream<List<String>> misuses() {
        return Stream.of(
                List.of("inject"),
                List.of("inject", "-f"),
                List.of("inject", "--strikt", "-f", "x"),
                List.of("inject", "-f", "x", "--period-seconds", "two"),
                List.of("inject", "-f", "x", "--period-seconds", "0"),
                List.of("inject", "-f", "x", "--startup-budget-seconds", "-1"),
                List.of("inject", "-f", "x", "--failure-threshold", "3000000000"),
                List.of("inject", "-f", "x", "--loopback-images", "gcr.io/a/b"),
                List.of("injekt"),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void saysWhatToDoWhereItIsMisused(List<String> args) {
        Cli.Run run = Cli.run(args.toArray(String[]::new));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("sidecar-first: ").contains("--help'.").doesNotContain("\tat ");
        assertThat(run.err().lines()).hasSize(2);
    }

    @Test
    void saysWhereItsOutputCannotBeWritten() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Cli.with(Map.of())
                .reading(pod("web"))
                .execute(new PrintStream(full, true, StandardCharsets.UTF_8), err, "inject", "-f", "-");
        assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("sidecar-first: standard output cannot be written")
                .doesNotContain("\tat ");
    }
}
