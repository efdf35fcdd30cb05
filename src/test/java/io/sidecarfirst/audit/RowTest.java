package io.sidecarfirst.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.audit.Row.ReadinessCounts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row says, and what counts as ungated. */
class RowTest {
    private static final ReadinessCounts NONE = new ReadinessCounts(0, 0, 0, 0, 0);

    private static Row row(AuditVerdict verdict, String reason, String now, int pods, ReadinessCounts readiness) {
        return row(verdict, reason, now, Assessment.GateKind.STATED, pods, readiness);
    }

    private static Row row(
            AuditVerdict verdict,
            String reason,
            String now,
            Assessment.GateKind kind,
            int pods,
            ReadinessCounts readiness) {
        Assessment.Forecast forecast = now.isEmpty()
                ? null
                : new Assessment.Forecast(now.startsWith("gated "), now.substring(now.indexOf(' ') + 1));
        return new Row(
                "shop",
                "deployment/web",
                "proxy",
                verdict,
                reason,
                forecast,
                new Assessment.KnownGate(kind, false),
                null,
                pods,
                "web-0",
                readiness);
    }

    @ParameterizedTest
    @CsvSource({
        "GATED, port, '', false",
        "WAITING, port, '', false",
        "WAITING, already-gated, '', false",
        "MISSED, no-status-annotation, gated port, true",
        "SKIPPED, loopback-only, '', true",
        "SKIPPED, opted-out, '', false",
        "SKIPPED, already-gated, '', false",
        "SKIPPED, nothing-to-probe, '', false",
        "SKIPPED, mirror-pod, '', false",
        "NOT_OPTED_IN, '', gated port, true",
        "NOT_OPTED_IN, '', skipped intercepted, true",
        "NOT_OPTED_IN, '', skipped nothing-to-probe, false",
        "UNKNOWN, labels-unknown, gated port, true",
        "UNKNOWN, labels-unknown, skipped nothing-to-probe, false"
    })
    void ungated(AuditVerdict verdict, String reason, String now, boolean isUngated) {
        assertThat(row(verdict, reason, now, 1, NONE).isUngated()).isEqualTo(isUngated);
    }

    @ParameterizedTest
    @CsvSource({
        "GATED, port, '', 3, port",
        "GATED, port, '', 0, port (no Pod yet)",
        "SKIPPED, loopback-only, gated port, 1, 'loopback-only, would be gated by its port'",
        "NOT_OPTED_IN, '', skipped intercepted, 1, would be skipped: intercepted",
        "MISSED, no-status-annotation, gated port, 0, 'no-status-annotation, would be gated by its port'"
    })
    void why(AuditVerdict verdict, String reason, String now, int pods, String expected) {
        assertThat(row(verdict, reason, now, pods, NONE).why()).isEqualTo(expected);
    }

    /** Of a gate that is there the guess is said, too: it may not open at the next start. */
    @ParameterizedTest
    @CsvSource({
        "GATED, port, '', GUESS, port; guess",
        "WAITING, port, '', GUESS, port; guess",
        "GATED, readinessProbe, '', COMMAND, readinessProbe",
        "SKIPPED, opted-out, '', GUESS, opted-out",
        "NOT_OPTED_IN, '', gated port, GUESS, would be gated by its port; guess",
        "NOT_OPTED_IN, '', gated readinessProbe, COMMAND, would be gated by its readinessProbe; command",
        "MISSED, no-status-annotation, gated port, STATED, 'no-status-annotation, would be gated by its port'"
    })
    void flags(AuditVerdict verdict, String reason, String now, Assessment.GateKind kind, String expected) {
        assertThat(row(verdict, reason, now, kind, 1, NONE).why()).isEqualTo(expected);
    }

    /** A gate may never open only where it would be made, and no Pod tells of the other order. */
    @ParameterizedTest
    @CsvSource({
        "gated port, 2, 0, true",
        "gated port, 2, 1, false",
        "gated port, 0, 0, false",
        "skipped intercepted, 2, 0, false",
        "'', 2, 0, false"
    })
    void readyOnlyAfterMain(String now, int after, int notAfter, boolean expected) {
        Row row = row(AuditVerdict.NOT_OPTED_IN, "", now, 2, new ReadinessCounts(after, 0, notAfter, 5, 5));
        assertThat(row.isReadyOnlyAfterMain()).isEqualTo(expected);
        assertThat(row.why().endsWith("; ready-only-after-main")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0, ''",
        "0, 0, 1, 0, 0, Ready within 3 seconds of the mains' start in 1 Pod",
        "1, 0, 0, 7, 7, Ready 7 seconds after the mains' start in 1 of 1 known Pod",
        "2, 1, 3, 7, 90, Ready 7 seconds to 1 minute 30 seconds after the mains' start in 2 of 5 known Pods",
        "2, 2, 0, 60, 60, not Ready 1 minute after the mains' start in 2 of 2 known Pods"
    })
    void history(int after, int stillNotReady, int notAfter, long least, long most, String expected) {
        ReadinessCounts counts = new ReadinessCounts(after, stillNotReady, notAfter, least, most);
        assertThat(row(AuditVerdict.MISSED, "r", "", 9, counts).history()).isEqualTo(expected);
    }
}
