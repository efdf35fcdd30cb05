package io.sidecarfirst.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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

    @ParameterizedTest
    @MethodSource("goldens")
    void thePatchOnlyAddsAndIsDoneOnce(Golden golden) {
        ObjectNode pod = golden.pod();
        ObjectNode before = pod.deepCopy();
        Plan plan = golden.gate().plan(Pod.of(pod));
        Patch patch = Patch.of(plan, Pod.of(pod));
        assertThat(pod).as("the Pod that was given").isEqualTo(before);
        for (JsonNode operation : patch.toJson()) {
            assertThat(operation.path("op").stringValue()).isEqualTo("add");
        }

        ObjectNode patched = patch.applyTo(pod);
        Pod again = Pod.of(patched);
        assertThat(Patch.of(golden.gate().plan(again), again).isEmpty())
                .as("nothing to do on its own result")
                .isTrue();
        assertThat(withoutOurs(patched)).as("nothing else is changed").isEqualTo(withoutOurs(before));
    }

    /** A Pod less everything that a patch may add. */
    private static ObjectNode withoutOurs(ObjectNode pod) {
        ObjectNode copy = pod.deepCopy();
        copy.path("spec").path("initContainers").forEach(container -> ((ObjectNode) container).remove("startupProbe"));
        if (copy.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove("sidecar-first.io/status");
        }
        if (copy.path("metadata").path("annotations").isEmpty()) {
            ((ObjectNode) copy.path("metadata")).remove("annotations");
        }
        return copy;
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void everyGateIsWithinKubernetesLimits(Golden golden) {
        for (Verdict.Gated gated : golden.gate().plan(Pod.of(golden.pod())).gates()) {
            JsonNode probe = gated.probe();
            assertThat(gated.periodSeconds()).isPositive();
            assertThat(gated.failureThreshold()).isPositive();
            assertThat(probe.path("timeoutSeconds").intValue()).isPositive();
            assertThat(probe.path("initialDelaySeconds").asInt(0)).isNotNegative();
            assertThat(probe.has("successThreshold")).isFalse();
            assertThat(probe.has("terminationGracePeriodSeconds")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void warningsFitOneLine(Golden golden) {
        for (Warning warning : golden.gate().plan(Pod.of(golden.pod())).warnings()) {
            assertThat(warning.text())
                    .hasSizeLessThanOrEqualTo(Warning.MAX_LENGTH)
                    .matches("[ -~]+");
        }
    }
}
