package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Pod's label and annotations do, where they are not as they should be. */
class GateTest {
    private static final String PORT = "ports: [{containerPort: 8080}]";

    private static Plan plan(String metadata) {
        return Gates.DEFAULT.plan(Yaml.podWithSidecar(metadata, PORT, ""));
    }

    private static void assertSkipped(Plan plan, Reason reason) {
        assertThat(plan.verdicts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Verdict.Skipped.class,
                        skipped -> assertThat(skipped.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enabled", "Disabled", "true", "false", "off", ""})
    void aLabelThatSaysNothingIsWarnedOf(String value) {
        Plan plan = plan("labels: {sidecar-first.io/injection: '" + value + "'}");
        assertThat(plan.gates()).hasSize(1);
        assertThat(plan.warnings())
                .extracting(Warning::text)
                .contains(
                        "label sidecar-first.io/injection=\"" + value + "\" has no effect; allowed: enabled, disabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "labels: {sidecar-first.io/injection: enabled}"})
    void aLabelThatSaysWhatHoldsAnywayIsNot(String metadata) {
        assertThat(plan(metadata).warnings())
                .extracting(Warning::text)
                .singleElement()
                .asString()
                .contains("is gated on a guess");
    }

    /** As somebody writes it who takes the annotation for a field. */
    @Test
    void aSidecarWhoseCheckIsNoTextIsNotGatedByAnother() {
        assertSkipped(
                plan("annotations: {proxy.sidecar-first.io/probe: {tcpSocket: {port: 8080}}}"),
                Reason.NOTHING_TO_PROBE);
        assertThat(plan("annotations: {app.sidecar-first.io/probe: {tcpSocket: {port: 8080}}}")
                        .gates())
                .hasSize(1);
    }

    @Test
    void aValueThatCannotBeUsedLeavesThatOfThePod() {
        assertSkipped(
                plan("annotations: {sidecar-first.io/inject: 'false', proxy.sidecar-first.io/inject: 'no'}"),
                Reason.OPTED_OUT);
        assertThat(plan("annotations: {sidecar-first.io/inject: 'false', proxy.sidecar-first.io/inject: 'true'}")
                        .gates())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sidecar-first.io", "/inject", "inject", "x/sidecar-first.io/inject", "xsidecar-first.io/inject"
            })
    void anAnnotationOfAnotherIsNotRead(String key) {
        Plan plan = plan("annotations: {'" + key + "': 'false'}");
        assertThat(plan.gates()).hasSize(1);
        assertThat(plan.warnings()).noneMatch(warning -> warning.text().contains("annotation " + key));
    }

    @ParameterizedTest
    @CsvSource({"1,false", "8,false", "9,true"})
    void atMostEightSidecarsAreListed(int count, boolean more) {
        Pod pod = Yaml.pod("""
                metadata: {annotations: {x.sidecar-first.io/inject: 'false'}}
                spec: {initContainers: [%s]}
                """.formatted(IntStream.range(0, count)
                .mapToObj(i -> "{name: s" + i + ", restartPolicy: Always}")
                .collect(Collectors.joining(","))));
        assertThat(Gates.DEFAULT.plan(pod).warnings())
                .extracting(Warning::text)
                .singleElement()
                .asString()
                .endsWith("there are: "
                        + IntStream.range(0, Math.min(count, 8))
                                .mapToObj(i -> "s" + i)
                                .collect(Collectors.joining(", "))
                        + (more ? ", ..." : ""));
    }
}
