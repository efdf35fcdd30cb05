package io.sidecarfirst.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.goldens.Golden;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a Pod looks like: an answer, never a failure, and the patch applies. */
class AdmissionFuzzTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Halves of characters can only be written escaped. */
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int ROUNDS = 4_000;
    private static final Duration ENOUGH = Duration.ofSeconds(10);
    private static final List<String> STRINGS = List.of(
            "",
            "Always",
            "proxy",
            "http",
            "65536",
            "-1",
            "127.0.0.1:8080",
            "a/b~c",
            "\n\u0000\u2028",
            "\ud83d\ude00",
            "\ud800",
            "x".repeat(3000),
            "sidecar-first.io/status",
            "{\"proxy\":{\"gated\":[]}}",
            "[".repeat(300));

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
            Seed seed = seeds.get(random.nextInt(seeds.size()));
            ObjectNode review = (ObjectNode) seed.review().deepCopy();
            JsonNode root =
                    random.nextInt(10) == 0 ? review : review.path("request").path("object");
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                mutate(root, random);
            }
            patches += check(seed.admission(), review, round) ? 1 : 0;
        }
        assertThat(patches).as("Pods that were patched").isPositive();
    }

    /** Whether there was a patch. */
    private static boolean check(Admission admission, ObjectNode review, int round) {
        byte[] bytes = ESCAPING.writeValueAsString(review).getBytes(StandardCharsets.US_ASCII);
        Outcome outcome = admission.answer(bytes);
        if (outcome instanceof Outcome.Refused refused) {
            assertThat(refused.problem()).as("round %d", round).isNotEmpty();
            return false;
        }
        if (outcome instanceof Outcome.Failed failed) {
            throw new AssertionError("round " + round + ": " + review, failed.cause());
        }
        Outcome.Answered answered = (Outcome.Answered) outcome;
        Answer answer = Answer.to(Reviews.uid(review), answered.response().toString());
        JsonNode pod =
                JSON.readTree(ESCAPING.writeValueAsString(review.path("request").path("object")));
        assertThat(GatedPod.otherChanges(pod.deepCopy(), answer.patched(pod)))
                .as("round %d", round)
                .isEmpty();
        return answer.hasPatch();
    }

    private static void mutate(JsonNode root, Random random) {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        if (parents.isEmpty()) {
            return;
        }
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        if (parent instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.isEmpty() || random.nextInt(8) == 0
                    ? string(random)
                    : names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                object.remove(name);
            } else {
                object.set(name, value(root, random));
            }
        } else if (parent instanceof ArrayNode array) {
            int index = random.nextInt(array.size() + 1);
            if (index < array.size() && random.nextBoolean()) {
                array.remove(index);
            } else {
                array.insert(index, value(root, random));
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainer()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private static JsonNode value(JsonNode root, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(-2, 70_000));
            case 3 -> NODES.numberNode(random.nextBoolean() ? Long.MAX_VALUE : 1e300);
            case 4 -> NODES.objectNode();
            case 5 -> NODES.arrayNode();
            case 6 -> nested(random);
            case 7 -> elsewhere(root, random);
            default -> NODES.stringNode(string(random));
        };
    }

    private static String string(Random random) {
        return STRINGS.get(random.nextInt(STRINGS.size()));
    }

    private static JsonNode nested(Random random) {
        JsonNode node = NODES.stringNode(string(random));
        for (int i = random.nextInt(40); i > 0; i--) {
            node = random.nextBoolean()
                    ? NODES.arrayNode().add(node)
                    : NODES.objectNode().set(string(random), node);
        }
        return node;
    }

    private static JsonNode elsewhere(JsonNode root, Random random) {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        JsonNode node = parents.get(random.nextInt(parents.size()));
        return node.toString().length() > 20_000 ? NODES.nullNode() : node.deepCopy();
    }
}
