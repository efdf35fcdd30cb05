package io.sidecarfirst.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.manifest.Format;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Plausible Pods, generated from seeds: what must hold for all, and that the webhook and {@code inject} agree. */
class GeneratedPodTest {
    private static final int PODS = 3_000;

    /** Otherwise what holds for all would hold for a gate that decides nothing. */
    @Test
    void mostVerdictsAreAmongThem() {
        Map<Reason, Integer> skipped = new EnumMap<>(Reason.class);
        int gated = 0;
        for (int seed = 0; seed < PODS; seed++) {
            Outcome outcome = AdmissionInvariants.hold(Reviews.bytes(Reviews.creating(pod(seed))));
            for (Verdict verdict : ((Outcome.Decided) outcome).plan().verdicts()) {
                if (verdict instanceof Verdict.Skipped skip) {
                    skipped.merge(skip.reason(), 1, Integer::sum);
                } else {
                    gated++;
                }
            }
        }
        assertThat(gated).isGreaterThan(PODS / 4);
        assertThat(skipped)
                .containsKeys(
                        Reason.ALREADY_GATED,
                        Reason.ANOTHER_HOST,
                        Reason.ANOTHER_PORT,
                        Reason.AUXILIARY_PORT,
                        Reason.HELD_BY_POST_START,
                        Reason.INTERCEPTED,
                        Reason.LOOPBACK_ONLY,
                        Reason.NOTHING_TO_PROBE,
                        Reason.OPTED_OUT,
                        Reason.UNKNOWN_PORT_NAME,
                        Reason.WAITS_FOR_LATER_CONTAINER);
    }

    static Stream<Settings> modes() {
        return Stream.of(Settings.DEFAULTS, Gates.WITH_CONTAINER);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void theWebhookDecidesAsInjectDoes(Settings settings) {
        Admission admission = new Admission(Gates.with(settings));
        Injection injection = new Injection(Gates.with(settings));
        for (int seed = 0; seed < PODS; seed++) {
            ObjectNode pod = pod(seed);
            ObjectNode review = Reviews.creating(pod);
            Outcome.Answered answered = (Outcome.Answered) admission.answer(Reviews.bytes(review));
            Answer answer = Answer.to(Reviews.uid(review), answered.response().toString());
            Manifest file = Manifest.parse(pod.toString());
            JsonNode expected = answer.patched(pod.deepCopy());
            Injection.Result json = injection.into(file);
            assertThat(json.manifest().trees()).as("seed %d: %s", seed, pod).containsExactly(expected);
            Injection.Result yaml = injection.into(Manifest.parse(file.in(Format.YAML)));
            assertThat(yaml.manifest().trees()).as("seed %d: %s", seed, pod).containsExactly(expected);
            assertThat(yaml.notices()).as("seed %d: %s", seed, pod).isEmpty();
        }
    }

    private static ObjectNode pod(int seed) {
        return GeneratedPod.of(Choices.of(new SplittableRandom(seed)));
    }
}
