package io.sidecarfirst.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The goldens through the gate alone, and what must hold for every plan and patch. */
class GoldenTest {

    static Stream<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    @Tag(GoldenFile.TAG)
    void decidesAsExpected(Golden golden) {
        golden.gatedFile().assertHolds(golden.actual().render());
    }

    /** The same in one test, for mutation testing: it runs each test for itself, on every mutant. */
    @Test
    void decidesAllAsExpected() {
        goldens()
                .forEach(golden -> assertThat(golden.actual().render())
                        .as(golden.name())
                        .isEqualTo(golden.expected().render()));
    }

    @Test
    void patchesOnlyAddAndAreDoneOnce() {
        goldens().forEach(GoldenTest::assertThePatchOnlyAddsAndIsDoneOnce);
    }

    private static void assertThePatchOnlyAddsAndIsDoneOnce(Golden golden) {
        ObjectNode pod = golden.pod();
        ObjectNode before = pod.deepCopy();
        Patch patch = Patch.of(golden.gate().plan(Pod.of(pod)), Pod.of(pod));
        ObjectNode patched = GatedPod.of(pod, patch);
        assertThat(pod).as("the Pod that was given").isEqualTo(before);
        assertThat(GatedPod.otherChanges(before, patched)).isEmpty();

        Pod again = Pod.of(patched);
        assertThat(Patch.of(golden.gate().plan(again), again).operations())
                .as("nothing to do on its own result: %s", golden.name())
                .isEmpty();
    }

    @Test
    void everyGateIsWithinKubernetesLimits() {
        goldens().forEach(GoldenTest::assertGatesAreWithinKubernetesLimits);
    }

    private static void assertGatesAreWithinKubernetesLimits(Golden golden) {
        for (Verdict.Gated gated : golden.gate().plan(Pod.of(golden.pod())).gates()) {
            JsonNode probe = gated.probe();
            assertThat(gated.periodSeconds() > 0).isEqualTo(gated.byProbe());
            assertThat(gated.failureThreshold() > 0).isEqualTo(gated.byProbe());
            assertThat(probe.path("timeoutSeconds").intValue()).isPositive();
            assertThat(probe.path("initialDelaySeconds").asInt(0)).isNotNegative();
            assertThat(probe.has("successThreshold")).isFalse();
            assertThat(probe.has("terminationGracePeriodSeconds")).isFalse();
        }
    }

    /** A longer one is cut, and loses what to do at its end. */
    @Test
    void warningsAreWhole() {
        assertThat(goldens().flatMap(golden -> golden.gate().plan(Pod.of(golden.pod())).warnings().stream()))
                .extracting(Warning::text)
                .noneMatch(text -> text.endsWith("..."));
    }
}
