package io.sidecarfirst.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.goldens.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The goldens through the command line, with their settings given in each way there is. */
class InjectGoldenTest {
    @TempDir
    private Path folder;

    static Stream<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void withTheSettingsAsFlags(Golden golden) {
        List<String> args =
                new ArrayList<>(List.of("inject", "-f", golden.file().toString()));
        golden.options()
                .forEach((name, value) -> args.add(value.equals("true") ? "--" + name : "--" + name + "=" + value));

        assertIsAsExpected(golden, Cli.run(args.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void withTheSettingsInTheEnvironment(Golden golden) {
        Map<String, String> environment = new LinkedHashMap<>();
        golden.options()
                .forEach((name, value) -> environment.put(
                        "SIDECAR_FIRST_" + name.replace('-', '_').toUpperCase(Locale.ROOT), value));

        assertIsAsExpected(
                golden,
                Cli.with(environment).execute("inject", "-f", golden.file().toString()));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void withTheSettingsInAFile(Golden golden) throws IOException {
        Path config = folder.resolve("config.yaml");
        Files.writeString(
                config,
                golden.options().isEmpty()
                        ? "{}\n"
                        : golden.options().entrySet().stream()
                                .map(option -> option.getKey() + ": " + option.getValue() + "\n")
                                .collect(Collectors.joining()));

        assertIsAsExpected(
                golden,
                Cli.run(
                        "inject",
                        "--config",
                        config.toString(),
                        "-f",
                        golden.file().toString()));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void fromStandardInput(Golden golden) {
        List<String> args = new ArrayList<>(List.of("inject", "-f", "-"));
        golden.options().forEach((name, value) -> args.add("--" + name + "=" + value));

        assertIsAsExpected(golden, Cli.with(Map.of()).reading(golden.text()).execute(args.toArray(String[]::new)));
    }

    @Test
    void thereAreGoldensWithSettingsAndDenials() {
        assertThat(Golden.all()).anyMatch(golden -> !golden.options().isEmpty());
        assertThat(Golden.all()).anyMatch(golden -> golden.expected().denial().isPresent());
    }

    private static void assertIsAsExpected(Golden golden, Cli.Run run) {
        Golden.Expected expected = golden.expected();
        if (expected.denial().isPresent()) {
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("nothing is printed");
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DENIED);
        } else {
            assertThat(run.out()).isEqualTo(expected.text());
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        }
        assertThat(run.err().lines().map(String::strip).filter(line -> line.startsWith("warning: ")))
                .containsExactlyElementsOf(expected.warnings().stream()
                        .map(warning -> "warning: " + warning)
                        .toList());
    }
}
