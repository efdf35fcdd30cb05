package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.common.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code | head} ends a command, and nothing is wrong. */
class ClosedPipeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"explain -f FILE", "audit -f FILE", "inject --check FILE", "policy", "completion bash"})
    void endsSilently(String line) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  initContainers: [{name: proxy, image: p, restartPolicy: Always, ports: [{containerPort: 80}]}]
                  containers: [{name: app, image: a}]
                """);
        Path err = folder.resolve("err.txt");
        List<String> command = new ArrayList<>(ChildProcess.program("-XX:TieredStopAtLevel=1"));
        command.addAll(Arrays.asList(line.replace("FILE", file.toString()).split(" ", -1)));
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getInputStream().close();

        assertThat(process.waitFor()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(err)).doesNotContain("standard output").doesNotContain("\tat ");
    }
}
