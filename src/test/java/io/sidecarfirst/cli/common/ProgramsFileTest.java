package io.sidecarfirst.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of {@code --programs}, by the commands that decide. */
class ProgramsFileTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              initContainers: [{name: s, image: mine:1, restartPolicy: Always, ports: [{containerPort: 8080}]}]
              containers: [{name: main, image: main}]
            """;

    @TempDir
    private Path folder;

    private Path pod;

    @BeforeEach
    void writePod() throws IOException {
        pod = Files.writeString(folder.resolve("pod.yaml"), POD);
    }

    private String programs(String text) throws IOException {
        return Files.writeString(folder.resolve("programs.yaml"), text).toString();
    }

    static Stream<List<String>> commands() {
        return Stream.of(List.of("inject"), List.of("explain", "-f"), List.of("audit", "-f"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void addsAProgram(List<String> command) throws IOException {
        String file = programs("schema: 1\nprograms:\n- {name: mine, images: [mine], listens: loopback}\n");
        String[] without =
                Stream.concat(command.stream(), Stream.of(pod.toString())).toArray(String[]::new);
        String[] with = Stream.concat(command.stream(), Stream.of(pod.toString(), "--programs", file))
                .toArray(String[]::new);
        assertThat(said(Cli.with(Map.of()).execute(without))).doesNotContain("loopback-only");
        assertThat(said(Cli.with(Map.of()).execute(with))).contains("loopback-only");
    }

    @Test
    void isASettingOfTheEnvironmentToo() throws IOException {
        String file = programs("schema: 1\nprograms:\n- {name: mine, images: [mine], listens: loopback}\n");
        assertThat(said(Cli.with(Map.of("SIDECAR_FIRST_PROGRAMS", file)).execute("inject", pod.toString())))
                .contains("loopback-only");
    }

    private static String said(Cli.Run run) {
        return run.out() + run.err();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema: 1\\nprograms: [{name: mine, images: [a], listens: here}]"
                        + " | program mine: listens: \"here\" is not known",
                "schema: 1\\nprograms: [{name: mine, listens: all}] | program mine: images: is missing",
                "programs: [] | schema: must be 1",
                "a: [ | programs.yaml",
                "--- \\na: 1\\n---\\nb: 1 | is not one YAML document",
            })
    void isRefusedWithWhatToDo(String text, String said) throws IOException {
        String file = programs(text.replace("\\n", "\n"));
        for (String[] command :
                new String[][] {{"serve", "--programs", file}, {"inject", pod.toString(), "--programs", file}}) {
            Cli.Run run = Cli.with(Map.of()).execute(command);
            assertThat(run.code()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err())
                    .contains(said, file, "correct it, or leave out --programs")
                    .doesNotContain("\tat ");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void mustBeThere() {
        Cli.Run run = Cli.with(Map.of())
                .execute("serve", "--programs", folder.resolve("none.yaml").toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("none.yaml: there is no such file; check --programs");
    }
}
