package io.sidecarfirst.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What package managers read of a release. */
class IndexesTest {
    /** Of a file that says "x" and a line break. */
    private static final String SUM = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";

    @TempDir
    private Path folder;

    private record Run(int code, String output) {}

    private static Run run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private void archive(String platform) throws IOException {
        Files.writeString(folder.resolve("sidecar-first-1.2.3-" + platform + ".tar.gz"), "x\n");
    }

    @Test
    void eachArchiveIsNamedWithItsSum() throws Exception {
        archive("linux-amd64");
        archive("darwin-arm64");
        assertThat(run("src/dist/indexes", folder.toString(), "1.2.3")).isEqualTo(new Run(0, ""));
        JsonNode plugin = Yaml.tree(Files.readString(folder.resolve("sidecar-first.krew.yaml")));
        assertThat(plugin.at("/spec/version").asString()).isEqualTo("v1.2.3");
        List<String> platforms = new ArrayList<>();
        for (JsonNode platform : plugin.at("/spec/platforms")) {
            platforms.add(platform.at("/selector/matchLabels/os").asString() + "-"
                    + platform.at("/selector/matchLabels/arch").asString());
            assertThat(platform.path("sha256").asString()).isEqualTo(SUM);
            assertThat(platform.path("uri").asString())
                    .endsWith("/v1.2.3/sidecar-first-1.2.3-" + platforms.get(platforms.size() - 1) + ".tar.gz");
            assertThat(platform.path("bin").asString()).endsWith("/bin/kubectl-sidecar_first");
        }
        assertThat(platforms).containsExactly("linux-amd64", "darwin-arm64");
        assertThat(Files.readString(folder.resolve("sidecar-first.rb")))
                .contains(
                        "sha256 \"" + SUM + "\"", "OS.mac? && Hardware::CPU.arm?", "OS.linux? && Hardware::CPU.intel?")
                .doesNotContain("OS.mac? && Hardware::CPU.intel?");
    }

    @Test
    void withoutArchivesNothingIsWritten() throws Exception {
        Run run = run("src/dist/indexes", folder.toString(), "1.2.3");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("there is no archive of 1.2.3 in " + folder);
        assertThat(folder).isEmptyDirectory();
    }
}
