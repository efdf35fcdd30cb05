package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Yaml;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the API server refuses the Pods of a workload. */
class FailedCreateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: quota} | quota",
                "{type: ReplicaFailure, status: 'False', reason: FailedCreate, message: no} | ",
                "{type: ReplicaFailure, status: 'True', reason: FailedDelete, message: no} | ",
                "{type: Progressing, status: 'True', reason: FailedCreate, message: no} | "
            })
    void aCondition(String condition, String message) {
        assertThat(FailedCreate.of(Yaml.tree("status: {conditions: [" + condition + "]}"))
                        .map(FailedCreate::message)
                        .orElse(null))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'lastUpdateTime: 2026-01-01T12:00:00Z, lastTransitionTime: 2026-01-01T11:00:00Z', 2026-01-01T12:00:00Z",
        "'lastTransitionTime: 2026-01-01T11:00:00Z', 2026-01-01T11:00:00Z",
        "'a: b',"
    })
    void whenItWasSaid(String times, Instant at) {
        assertThat(FailedCreate.of(Yaml.tree("status: {conditions: [{type: ReplicaFailure, status: 'True',"
                        + " reason: FailedCreate, message: quota, " + times + "}]}")))
                .hasValue(new FailedCreate("quota", at));
    }

    @Test
    void noStatus() {
        assertThat(FailedCreate.of(Yaml.tree("{}"))).isEmpty();
    }

    @Test
    void theLastEvent() {
        assertThat(FailedCreate.in(List.of(
                        Yaml.tree("{reason: FailedCreate, message: now, lastTimestamp: '2026-01-01T12:00:00Z'}"),
                        Yaml.tree("{reason: FailedCreate, message: before, lastTimestamp: '2026-01-01T11:00:00Z'}"),
                        Yaml.tree("{reason: SuccessfulCreate, message: ok, lastTimestamp: '2026-01-01T11:30:00Z'}"),
                        Yaml.tree(
                                "{reason: RecreatingFailedPod, message: no, lastTimestamp: '2026-01-01T13:00:00Z'}"))))
                .hasValue(new FailedCreate("now", Instant.parse("2026-01-01T12:00:00Z")));
        assertThat(FailedCreate.in(List.of())).isEmpty();
        assertThat(FailedCreate.in(List.of(
                        Yaml.tree("{reason: FailedCreate, message: no, lastTimestamp: '2026-01-01T12:00:00Z'}"),
                        Yaml.tree("{reason: SuccessfulCreate, message: ok, lastTimestamp: '2026-01-01T12:00:05Z'}"))))
                .isEmpty();
    }
}
