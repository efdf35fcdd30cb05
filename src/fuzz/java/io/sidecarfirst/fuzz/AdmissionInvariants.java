package io.sidecarfirst.fuzz;

import io.fabric8.zjsonpatch.JsonPatch;
import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Warning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The webhook never breaks and never blocks a Pod. Whatever bytes it is sent, it says in one line why they are no
 * review, or gives one answer that an API server can use: its patch applies, adds nothing but gates and our own marks,
 * and has nothing to add to the patched Pod.
 */
public final class AdmissionInvariants {
    private static final Admission LENIENT = new Admission(Gates.DEFAULT);

    private static final Admission STRICT = new Admission(Gates.with(new Settings(
            Settings.DEFAULTS.startupBudgetSeconds(),
            Settings.DEFAULTS.timing(),
            true,
            ReleaseAfter.DEFAULTS,
            GateMode.PROBE,
            null)));

    private static final Admission WITH_CONTAINER = new Admission(Gates.with(Gates.WITH_CONTAINER));

    /** Reads what an API server reads, and what only we limit; half a character can only be written escaped. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100_000)
                            .build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private static final Set<String> REVIEW = Set.of("apiVersion", "kind", "response");
    private static final Set<String> HANDLERS = Set.of("exec", "httpGet", "tcpSocket", "grpc");

    private AdmissionInvariants() {}

    /**
     * Checks what the webhook answers under its defaults, where it is strict, and where one container is the gate.
     *
     * @return what became of it under the defaults
     * @throws AssertionError if something does not hold
     */
    public static Outcome hold(byte[] review) {
        Outcome outcome = hold(LENIENT, review);
        hold(STRICT, review);
        hold(WITH_CONTAINER, review);
        return outcome;
    }

    /** The same for one webhook. */
    public static Outcome hold(Admission admission, byte[] review) {
        Outcome outcome = admission.answer(review.clone());
        if (outcome instanceof Outcome.Refused refused) {
            Invariant.isOneLine(refused.problem());
        } else if (outcome instanceof Outcome.Unread unread) {
            Invariant.isOneLine(unread.problem());
        } else if (outcome instanceof Outcome.Failed failed) {
            throw new AssertionError(failed.cause());
        } else {
            answered(admission, JSON.readTree(review), (Outcome.Answered) outcome);
        }
        return outcome;
    }

    private static void answered(Admission admission, JsonNode review, Outcome.Answered answered) {
        String text = answered.response().toString();
        JsonNode answer = JSON.readTree(text);
        JsonNode response = answer.path("response");
        Invariant.holds(
                Set.copyOf(answer.propertyNames()).equals(REVIEW)
                        && answer.path("apiVersion").asString("").equals("admission.k8s.io/v1")
                        && answer.path("kind").asString("").equals("AdmissionReview")
                        && response.path("allowed").isBoolean()
                        && response.has("patch")
                                == response.path("patchType").asString("").equals("JSONPatch"),
                () -> "no AdmissionReview: " + text);
        Invariant.holds(response.path("uid").equals(review.path("request").path("uid")), () -> "another uid: " + text);
        boolean denied = answered instanceof Outcome.Decided decided && decided.denied();
        Invariant.holds(
                response.path("allowed").booleanValue() != denied && !(denied && response.has("patch")),
                () -> "neither allowed nor denied: " + text);
        if (denied) {
            Invariant.isOneLine(response.path("status").path("message").asString(""));
        }
        response.path("warnings").forEach(warning -> isWarning(warning.asString("")));
        if (response.has("patch")) {
            patches(admission, review, response.path("patch").binaryValue());
        }
    }

    /** HTTP headers carry warnings. */
    private static void isWarning(String warning) {
        Invariant.holds(
                !warning.isBlank()
                        && warning.length() <= Warning.MAX_LENGTH
                        && warning.chars().allMatch(c -> c >= ' ' && c <= '~'),
                () -> "no warning: " + warning);
    }

    private static void patches(Admission admission, JsonNode review, byte[] patch) {
        JsonNode pod = review.path("request").path("object");
        JsonNode patched = JsonPatch.apply(JSON.readTree(patch), pod);
        List<String> others = GatedPod.otherChanges(pod, patched);
        Invariant.holds(others.isEmpty(), () -> "changes more than gates: " + others);
        JsonNode before = pod.path("spec").path("initContainers");
        JsonNode after =
                GatedPod.withoutAddedContainer(pod, patched).path("spec").path("initContainers");
        for (int i = 0; i < after.size(); i++) {
            if (!before.get(i).path("startupProbe").equals(after.get(i).path("startupProbe"))) {
                isGate(after.get(i), pod.path("spec").path("hostNetwork").asBoolean(false));
            }
        }
        if (hasHalfACharacter(pod.toString())) {
            // It is a question mark in the patch, and an API server sends none.
            return;
        }
        ObjectNode again = (ObjectNode) review.deepCopy();
        ((ObjectNode) again.path("request")).set("object", patched);
        Outcome second = admission.answer(JSON.writeValueAsString(again).getBytes(StandardCharsets.US_ASCII));
        Invariant.holds(
                second instanceof Outcome.Decided decided
                        && !JSON.readTree(decided.response().toString())
                                .path("response")
                                .has("patch"),
                () -> "a patched Pod is patched again: " + second);
    }

    /** A startupProbe that an API server takes, as far as that is ours. */
    private static void isGate(JsonNode container, boolean hostNetwork) {
        JsonNode probe = container.path("startupProbe");
        Invariant.holds(
                container.path("restartPolicy").asString("").equals("Always")
                        && probe.propertyNames().stream()
                                        .filter(HANDLERS::contains)
                                        .count()
                                == 1
                        && isWithin(probe.path("initialDelaySeconds"), 0)
                        && isWithin(probe.path("periodSeconds"), 1)
                        && isWithin(probe.path("timeoutSeconds"), 1)
                        && isWithin(probe.path("failureThreshold"), 1)
                        && (!probe.has("successThreshold")
                                || probe.path("successThreshold").asInt(0) == 1),
                () -> "no gate: " + container);
        Invariant.holds(
                hostNetwork
                        || (probe.path("httpGet").path("host").asString("").isEmpty()
                                && probe.path("tcpSocket")
                                        .path("host")
                                        .asString("")
                                        .isEmpty()),
                () -> "asks another host: " + container);
    }

    private static boolean isWithin(JsonNode number, int least) {
        return number.isMissingNode() || (number.isInt() && number.intValue() >= least);
    }

    private static boolean hasHalfACharacter(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
