package io.sidecarfirst.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.audit.Report;
import io.sidecarfirst.audit.ReportJson;
import io.sidecarfirst.audit.ReportTable;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.goldens.GoldenInput;
import io.sidecarfirst.manifest.Format;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code audit} prints, word for word. */
class AuditGoldenTest {
    static Stream<GoldenInput> inputs() {
        return GoldenInput.in("audit", ".txt", ".wide.txt", ".json");
    }

    private static Report report(GoldenInput input) {
        AuditFiles files = AuditFiles.read(List.of(input.file().toString()), name -> Input.named(name, false), line -> {
            throw new AssertionError(line);
        });
        return files.report(Gates.DEFAULT, Programs.KNOWN, GoldenInput.NOW);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    @Tag(GoldenFile.TAG)
    void table(GoldenInput input) {
        Report report = report(input);
        input.output(".txt")
                .assertHolds(ReportTable.of(report, false, 100, false)
                        + ReportTable.notes(report).stream()
                                .map(line -> "# " + line + "\n")
                                .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    @Tag(GoldenFile.TAG)
    void wide(GoldenInput input) {
        input.output(".wide.txt").assertHolds(ReportTable.of(report(input), true, 100, false));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    @Tag(GoldenFile.TAG)
    void json(GoldenInput input) {
        input.output(".json").assertHolds(Format.JSON.write(ReportJson.of(report(input))));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void coloursChangeNothingElse(GoldenInput input) {
        String plain = ReportTable.of(report(input), true, 100, false);
        assertThat(plain).doesNotContain("\u001B");
        assertThat(ReportTable.of(report(input), true, 100, true).replaceAll("\u001B\\[\\d+m", ""))
                .isEqualTo(plain);
    }
}
