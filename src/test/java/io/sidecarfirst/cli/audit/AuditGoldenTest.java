package io.sidecarfirst.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.audit.Report;
import io.sidecarfirst.audit.ReportJson;
import io.sidecarfirst.audit.ReportTable;
import io.sidecarfirst.cli.OutputGolden;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import io.sidecarfirst.manifest.TreeText;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code audit} prints, word for word. */
class AuditGoldenTest {
    static Stream<OutputGolden> inputs() {
        return OutputGolden.in("audit");
    }

    private static Report report(OutputGolden input) {
        AuditFiles files = AuditFiles.read(List.of(input.file().toString()), false, line -> {
            throw new AssertionError(line);
        });
        return files.report(
                new Gate(Settings.DEFAULTS, Sources.IN_ORDER, Vetoes.inOrder(Settings.DEFAULTS)), OutputGolden.NOW);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void table(OutputGolden input) throws IOException {
        Report report = report(input);
        input.assertOutput(
                "txt",
                ReportTable.of(report, false, 100, false)
                        + ReportTable.notes(report).stream()
                                .map(line -> "# " + line + "\n")
                                .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void wide(OutputGolden input) throws IOException {
        input.assertOutput("wide.txt", ReportTable.of(report(input), true, 100, false));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void json(OutputGolden input) throws IOException {
        input.assertOutput("json", TreeText.json(ReportJson.of(report(input))));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void coloursChangeNothingElse(OutputGolden input) {
        String plain = ReportTable.of(report(input), true, 100, false);
        assertThat(plain).doesNotContain("\u001B");
        assertThat(ReportTable.of(report(input), true, 100, true).replaceAll("\u001B\\[\\d+m", ""))
                .isEqualTo(plain);
    }
}
