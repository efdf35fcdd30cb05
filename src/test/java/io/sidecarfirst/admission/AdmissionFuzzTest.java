package io.sidecarfirst.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.fuzz.AdmissionInvariants;
import io.sidecarfirst.fuzz.Choices;
import io.sidecarfirst.fuzz.OddShapes;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.goldens.Golden;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a Pod looks like: an answer, never a failure, and the patch applies. */
class AdmissionFuzzTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Halves of characters can only be written escaped. */
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int ROUNDS = 4_000;
    private static final Duration ENOUGH = Duration.ofSeconds(10);
    private static final String HALF_CHARACTER = "\ud800";

    private record Seed(Admission admission, JsonNode review) {}

    @Test
    void everythingIsAnswered() {
        List<Seed> seeds = Golden.all()
                .map(golden -> new Seed(
                        new Admission(golden.gate()), JSON.readTree(Reviews.bytes(Reviews.creating(golden.pod())))))
                .toList();
        long end = System.nanoTime() + ENOUGH.toNanos();
        int patches = 0;
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            Random random = new Random(round);
            Choices choices = Choices.of(random);
            Seed seed = seeds.get(random.nextInt(seeds.size()));
            ObjectNode review = (ObjectNode) seed.review().deepCopy();
            JsonNode root =
                    random.nextInt(10) == 0 ? review : review.path("request").path("object");
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                OddShapes.change(root, choices);
            }
            patches += check(seed.admission(), review, round) ? 1 : 0;
        }
        assertThat(patches).as("Pods that were patched").isPositive();
    }

    /** Whether there was a patch. */
    private static boolean check(Admission admission, ObjectNode review, int round) {
        try {
            Outcome outcome = AdmissionInvariants.hold(
                    admission, ESCAPING.writeValueAsString(review).getBytes(StandardCharsets.US_ASCII));
            return outcome instanceof Outcome.Decided decided
                    && !decided.denied()
                    && !decided.plan().gates().isEmpty();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("round " + round + ": " + review, e);
        }
    }

    /**
     * Not among the random strings: the tests' own parser takes none as a name. Go, and so an API server, writes none.
     */
    @Test
    void halfACharacterIsAValueAndNoName() {
        ObjectNode review = (ObjectNode) JSON.readTree("""
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","object":{}}}""");
        ObjectNode object = (ObjectNode) review.at("/request/object");
        object.put("a", HALF_CHARACTER);
        assertThat(answer(review)).isInstanceOf(Outcome.Answered.class);
        object.put(HALF_CHARACTER, 1);
        assertThat(answer(review)).isInstanceOf(Outcome.Refused.class);
    }

    private static Outcome answer(ObjectNode review) {
        return new Admission(Gates.DEFAULT)
                .answer(ESCAPING.writeValueAsString(review).getBytes(StandardCharsets.US_ASCII));
    }
}
