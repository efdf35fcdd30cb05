package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.fuzz.Choices;
import io.sidecarfirst.fuzz.GeneratedPod;
import io.sidecarfirst.goldens.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What both modes have in common, and what a gate container must leave as it is, over goldens and generated Pods. */
class GateModesTest {
    private static final Gate PROBE = Gates.DEFAULT;
    private static final Gate CONTAINER = Gates.with(Gates.WITH_CONTAINER);
    private static final List<String> RESOURCES = List.of("cpu", "memory");

    private static Stream<ObjectNode> pods() {
        return Stream.concat(
                Golden.all().map(Golden::pod),
                IntStream.range(0, 2_000).mapToObj(seed -> GeneratedPod.of(Choices.of(new SplittableRandom(seed)))));
    }

    private static Set<String> waitedFor(Gate gate, ObjectNode pod) {
        return gate.plan(Pod.of(pod)).verdicts().stream()
                .filter(verdict -> verdict instanceof Verdict.Gated
                        || (verdict instanceof Verdict.Skipped skipped && skipped.reason() == Reason.ALREADY_GATED))
                .map(verdict -> verdict.sidecar().describe())
                .collect(Collectors.toSet());
    }

    @Test
    void aContainerWaitsForAllThatStartupProbesWaitFor() {
        pods().forEach(pod ->
                assertThat(waitedFor(CONTAINER, pod)).as("%s", pod).containsAll(waitedFor(PROBE, pod)));
    }

    /** Otherwise the test above would hold for a mode that changes nothing. */
    @Test
    void oftenItWaitsForMore() {
        assertThat(pods().filter(pod ->
                        waitedFor(CONTAINER, pod).size() > waitedFor(PROBE, pod).size()))
                .hasSizeGreaterThan(30);
    }

    /**
     * An init container that started only after a sidecar was ready does so in this mode, too: everything behind a
     * gated sidecar that is no sidecar comes after its startupProbe or after the container.
     */
    @Test
    void nothingThatWaitedStartsEarlier() {
        pods().forEach(pod -> {
            Plan byProbe = PROBE.plan(Pod.of(pod));
            Plan byContainer = CONTAINER.plan(Pod.of(pod));
            GateContainer container = byContainer.gateContainer();
            for (Verdict.Gated gated : byProbe.gates()) {
                Verdict.Gated now = byContainer.gates().stream()
                        .filter(other ->
                                other.sidecar().index() == gated.sidecar().index())
                        .findFirst()
                        .orElseThrow();
                if (!now.byProbe() && container != null) {
                    assertThat(Pod.of(pod).containers())
                            .as("%s", pod)
                            .noneMatch(other -> other.init()
                                    && !other.isSidecar()
                                    && other.index() > now.sidecar().index()
                                    && other.index() < container.index());
                }
            }
        });
    }

    @Test
    void thePodKeepsItsClassOfService() {
        assertThat(pods().map(pod -> {
                            String before = classOfService(pod);
                            assertThat(classOfService(gated(pod))).as("%s", pod).isEqualTo(before);
                            return before;
                        })
                        .collect(Collectors.toSet()))
                .contains("BestEffort", "Burstable");
        assertThat(classOfService(gated(Golden.named("container-guaranteed").pod())))
                .isEqualTo("Guaranteed");
    }

    private static JsonNode gated(ObjectNode pod) {
        Pod given = Pod.of(pod);
        return GatedPod.of(pod, Patch.of(CONTAINER.plan(given), given));
    }

    /** As Kubernetes reckons it, without its defaults. */
    private static String classOfService(JsonNode pod) {
        List<JsonNode> containers = new ArrayList<>();
        pod.path("spec").path("containers").forEach(containers::add);
        pod.path("spec").path("initContainers").forEach(containers::add);
        boolean none = containers.stream()
                .allMatch(container -> RESOURCES.stream()
                        .noneMatch(name -> amount(container, "limits", name) != null
                                || amount(container, "requests", name) != null));
        if (none) {
            return "BestEffort";
        }
        boolean all = containers.stream()
                .allMatch(container -> RESOURCES.stream().allMatch(name -> {
                    String limit = amount(container, "limits", name);
                    String request = amount(container, "requests", name);
                    return limit != null && (request == null || isSame(limit, request));
                }));
        return all ? "Guaranteed" : "Burstable";
    }

    private static boolean isSame(String one, String other) {
        return GateResources.quantity(one)
                .flatMap(first -> GateResources.quantity(other).map(second -> first.compareTo(second) == 0))
                .orElse(false);
    }

    private static @Nullable String amount(JsonNode container, String kind, String name) {
        JsonNode amount = container.path("resources").path(kind).path(name);
        return amount.isMissingNode() || amount.isNull() ? null : amount.asString("");
    }
}
