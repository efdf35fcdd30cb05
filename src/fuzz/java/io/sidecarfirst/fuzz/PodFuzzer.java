package io.sidecarfirst.fuzz;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Pod's tree: a plausible Pod, made by the input's bytes, with some odd changes. For the webhook, and as JSON for
 * {@code inject}. What is found by it is kept as a review, which a person can read.
 */
public final class PodFuzzer {
    private static final int MOST_CHANGES = 8;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PodFuzzer() {}

    /** Takes an input; {@link AssertionError}, with the Pod, where something that must hold does not. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Choices choices = Choices.of(bytes);
        ObjectNode pod = GeneratedPod.of(choices);
        for (int i = choices.below(MOST_CHANGES); i > 0; i--) {
            OddShapes.change(pod, choices);
        }
        byte[] review = JSON.writeValueAsString(Seeds.review(pod)).getBytes(StandardCharsets.US_ASCII);
        try {
            AdmissionInvariants.hold(review);
            InjectFuzzer.fuzzerTestOneInput(JSON.writeValueAsString(pod).getBytes(StandardCharsets.US_ASCII));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(new String(review, StandardCharsets.US_ASCII), e);
        }
    }
}
