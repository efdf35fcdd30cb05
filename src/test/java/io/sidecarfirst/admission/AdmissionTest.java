package io.sidecarfirst.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Status;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.goldens.Golden;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bytes in, bytes out. */
class AdmissionTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Admission ADMISSION = new Admission(Gates.DEFAULT);

    private static final String TOO_MANY = "\"x\":[" + "0,".repeat(400_000) + "0],";

    @Test
    void anUnexpectedErrorAllowsThePodAsItIs() {
        RuntimeException bug = new IllegalStateException("a bug");
        Gate broken = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, List.of((context, candidate) -> {
            throw bug;
        }));
        ObjectNode review = Reviews.good();
        Outcome outcome = new Admission(broken).answer(Reviews.bytes(review));

        assertThat(outcome)
                .asInstanceOf(type(Outcome.Failed.class))
                .extracting(Outcome.Failed::cause)
                .isSameAs(bug);
        Answer answer = answer(outcome, review);
        assertThat(answer.response().propertyNames()).containsExactlyInAnyOrder("uid", "allowed");
        assertThat(answer.allowed()).isTrue();
    }

    @Test
    void aReviewOfTooManyTokensIsAllowedAsItIs() {
        ObjectNode review = Reviews.good();
        byte[] body =
                text(review).replace("\"object\":", TOO_MANY + "\"object\":").getBytes(StandardCharsets.UTF_8);
        Outcome outcome = ADMISSION.answer(body);

        assertThat(outcome)
                .asInstanceOf(type(Outcome.Unread.class))
                .extracting(Outcome.Unread::problem)
                .isEqualTo("the body has more than 400000 JSON tokens");
        Answer answer = answer(outcome, review);
        assertThat(answer.response().propertyNames()).containsExactlyInAnyOrder("uid", "allowed");
        assertThat(answer.allowed()).isTrue();
    }

    @Test
    void tooManyTokensBeforeTheIdentifierCannotBeAnswered() {
        String body = text(Reviews.good()).replace("\"request\":", TOO_MANY + "\"request\":");

        assertThat(ADMISSION.answer(body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Outcome.Refused("the body has more than 400000 JSON tokens"));
    }

    private static String text(ObjectNode review) {
        return new String(Reviews.bytes(review), StandardCharsets.UTF_8);
    }

    static Stream<Error> errors() {
        return Stream.of(new StackOverflowError(), new OutOfMemoryError("a test"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aPodThatCostsTooMuchIsAllowedAsItIs(Error error) {
        Gate costly = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, List.of((context, candidate) -> {
            throw error;
        }));
        ObjectNode review = Reviews.good();
        Outcome outcome = new Admission(costly).answer(Reviews.bytes(review));

        assertThat(outcome)
                .asInstanceOf(type(Outcome.Failed.class))
                .extracting(failed -> failed.cause().getCause())
                .isSameAs(error);
        assertThat(answer(outcome, review).allowed()).isTrue();
    }

    @Test
    void aDenialHasTheWarningsBesideIt() {
        ObjectNode pod = Reviews.pod();
        annotations(pod).put("sidecar-first.io/period-seconds", "x");
        ((ObjectNode) pod.at("/spec/initContainers/0")).putArray("args").add("--listen=127.0.0.1:8080");
        Gate strict = Gates.with(new Settings(
                Settings.DEFAULTS.startupBudgetSeconds(),
                Settings.DEFAULTS.timing(),
                true,
                ReleaseAfter.DEFAULTS,
                GateMode.PROBE,
                null));
        ObjectNode review = Reviews.creating(pod);
        Outcome outcome = new Admission(strict).answer(Reviews.bytes(review));
        Answer answer = answer(outcome, review);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Decided.class,
                        decided -> assertThat(decided.denied()).isTrue());
        assertThat(answer.denial())
                .hasValueSatisfying(denial -> assertThat(denial).contains("period-seconds"));
        assertThat(answer.warnings()).singleElement(STRING).contains("loopback-only");
    }

    @Test
    void nothingIsReadThatNoDecisionReads() {
        ObjectNode pod = Reviews.pod();
        ((ObjectNode) pod.path("metadata")).putArray("ownerReferences").addObject();
        ((ObjectNode) pod.path("spec")).putArray("volumes").addObject().put("name", "v");
        JsonNode read = ((Outcome.Decided) ADMISSION.answer(Reviews.bytes(Reviews.creating(pod))))
                .request()
                .node();

        assertThat(read.propertyNames())
                .doesNotContain("userInfo", "oldObject", "options")
                .contains("object", "uid");
        assertThat(read.at("/object/metadata").propertyNames()).containsExactlyInAnyOrder("name", "namespace");
        assertThat(read.at("/object/spec").propertyNames()).containsExactlyInAnyOrder("initContainers", "containers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/request/object | []",
                "/request/object | null",
                "/request/operation | \"UPDATE\"",
                "/request/subResource | \"ephemeralcontainers\"",
                "/request/kind/kind | \"Deployment\"",
                "/request/kind/version | \"v2\"",
                "/request/kind/group | \"apps\""
            })
    void whatIsNoCreationOfAPodIsAllowedUnread(String path, String value) {
        JsonPointer pointer = JsonPointer.compile(path);
        ObjectNode review = Reviews.good();
        ((ObjectNode) review.at(pointer.head())).set(pointer.last().getMatchingProperty(), JSON.readTree(value));
        Outcome outcome = ADMISSION.answer(Reviews.bytes(review));
        assertThat(outcome).isInstanceOf(Outcome.Ignored.class);
        assertThat(answer(outcome, review).response().propertyNames()).containsExactlyInAnyOrder("uid", "allowed");
    }

    @Test
    void aPodWhoseMetadataOrSpecIsNoObjectIsReadAsItIs() {
        for (String field : List.of("metadata", "spec")) {
            ObjectNode odd = Reviews.good();
            ((ObjectNode) odd.at("/request/object")).putArray(field).add("x");
            JsonNode read = ((Outcome.Decided) ADMISSION.answer(Reviews.bytes(odd)))
                    .request()
                    .node();
            assertThat(read.path("object").path(field)).isEqualTo(odd.at("/request/object/" + field));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"a\":1,}', the body is not valid JSON (byte 7)",
        "'{\"request\":{\"a\":1,\"a\":2}}', the body has an object with the same member twice",
        "'{\"request\":{\"kind\":{\"a\":1,\"a\":2}}}', the body has an object with the same member twice",
        "'{} {}', the body goes on after the JSON object",
        "'[]', the body is not a JSON object",
        "'', the body is empty"
    })
    void aBodyThatIsNoReviewIsRefusedWithAReason(String body, String problem) {
        assertThat(ADMISSION.answer(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Outcome.Refused(problem));
    }

    @Test
    void theRequestSaysWhatTheLogNeeds() {
        ObjectNode review = Reviews.good();
        Request request = request(review);
        assertThat(request.namespace()).isEqualTo("default");
        assertThat(request.podName()).isEqualTo("web");
        assertThat(request.dryRun()).isFalse();

        ((ObjectNode) review.path("request")).put("dryRun", true);
        ((ObjectNode) review.at("/request/object/metadata"))
                .put("generateName", "web-")
                .remove("name");
        assertThat(request(review).podName()).isEqualTo("web-*");
        assertThat(request(review).dryRun()).isTrue();
    }

    private static Request request(ObjectNode review) {
        return ((Outcome.Decided) ADMISSION.answer(Reviews.bytes(review))).request();
    }

    @Test
    void warningsAreFewAndShort() {
        ObjectNode pod = Reviews.pod();
        ObjectNode annotations = annotations(pod);
        for (int i = 0; i < 500; i++) {
            annotations.put("proxy.sidecar-first.io/unknown-" + i + "-" + "x".repeat(300), "true");
        }
        ObjectNode review = Reviews.creating(pod);
        List<String> warnings = answer(review).warnings();

        assertThat(warnings).allMatch(warning -> warning.length() <= Warning.MAX_LENGTH);
        assertThat(String.join("", warnings)).hasSizeLessThan(4096);
        assertThat(warnings.get(warnings.size() - 1)).endsWith("more warnings left out");
    }

    @Test
    void theAuditAnnotationsSayWhatTheStatusSays() {
        Golden.all().forEach(AdmissionTest::assertTheAuditAnnotationsSayWhatTheStatusSays);
    }

    private static void assertTheAuditAnnotationsSayWhatTheStatusSays(Golden golden) {
        ObjectNode review = Reviews.creating(golden.pod());
        Answer answer = answer(new Admission(golden.gate()).answer(Reviews.bytes(review)), review);
        JsonNode annotations = golden.expected().pod().path("metadata").path("annotations");
        String status = answer.allowed() ? annotations.path(Status.ANNOTATION).asString("{}") : "{}";
        assertThat(answer.auditAnnotations().propertyStream())
                .extracting(
                        Map.Entry::getKey,
                        entry -> JSON.readTree(entry.getValue().stringValue()))
                .containsExactlyElementsOf(JSON.readTree(status)
                        .propertyStream()
                        .filter(entry -> !entry.getKey().equals(Status.IGNORED))
                        .map(entry -> tuple(entry.getKey(), entry.getValue()))
                        .toList());
    }

    @Test
    void aReinvocationSaysTheSameAndDoesNothing() {
        Golden.all().forEach(AdmissionTest::assertAReinvocationSaysTheSameAndDoesNothing);
    }

    private static void assertAReinvocationSaysTheSameAndDoesNothing(Golden golden) {
        Admission admission = new Admission(golden.gate());
        ObjectNode review = Reviews.creating(golden.pod());
        Answer first = answer(admission.answer(Reviews.bytes(review)), review);
        ObjectNode again = Reviews.creating(golden.pod());
        ((ObjectNode) again.path("request")).set("object", first.patched(object(again)));
        Answer second = answer(admission.answer(Reviews.bytes(again)), again);

        assertThat(second.auditAnnotations()).isEqualTo(first.auditAnnotations());
        assertThat(second.hasPatch()).isFalse();
        assertThat(second.denial()).isEqualTo(first.denial());
    }

    @Test
    void aGateIsMadeEvenWhereTheStatusHasNoRoom() {
        ObjectNode pod = Reviews.pod();
        annotations(pod).put("big", "x".repeat(262_140));
        ObjectNode review = Reviews.creating(pod);
        JsonNode patched = answer(review).patched(object(review));

        assertThat(patched.at("/spec/initContainers/0/startupProbe").isObject()).isTrue();
        assertThat(patched.path("metadata").path("annotations").propertyNames()).containsExactly("big");
    }

    @Test
    void theStatusFillsTheRoomToTheLastByte() {
        ObjectNode small = Reviews.creating(Reviews.pod());
        String status = answer(small)
                .patched(object(small))
                .path("metadata")
                .path("annotations")
                .path(Status.ANNOTATION)
                .stringValue();
        int room = 262_144 - Status.ANNOTATION.length() - status.length() - "k".length();
        for (int tooMuch = 0; tooMuch <= 1; tooMuch++) {
            ObjectNode pod = Reviews.pod();
            // One byte, two, two, three and four for each of these: the last and the first of their lengths.
            String wide = "\u007f\u0080\u07ff\u0800\ud83d\ude80";
            annotations(pod).put("k", wide.repeat(room / 12) + "x".repeat(room % 12 + tooMuch));
            ObjectNode review = Reviews.creating(pod);
            assertThat(answer(review)
                            .patched(object(review))
                            .path("metadata")
                            .path("annotations")
                            .has(Status.ANNOTATION))
                    .isEqualTo(tooMuch == 0);
        }
    }

    @Test
    void anEscapedHalfOfACharacterIsNoError() {
        String review = Reviews.good().toString().replace("\"proxy\"", "\"pr\\ud800xy\"");
        Outcome outcome = ADMISSION.answer(review.getBytes(StandardCharsets.UTF_8));
        assertThat(outcome).isInstanceOf(Outcome.Decided.class);

        String strange = "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\","
                + "\"request\":{\"uid\":\"\\udc00\",\"operation\":\"DELETE\"}}";
        Outcome deletion = ADMISSION.answer(strange.getBytes(StandardCharsets.UTF_8));
        Answer.to("\udc00", ((Outcome.Answered) deletion).response().toString());
    }

    @Test
    void aPodWithoutSidecarsGetsTheShortestAnswer() {
        ObjectNode pod = Reviews.pod();
        ((ObjectNode) pod.path("spec")).remove("initContainers");
        annotations(pod).put("sidecar-first.io/typo", "true");
        ObjectNode review = Reviews.creating(pod);
        assertThat(answer(review).response().propertyNames()).containsExactlyInAnyOrder("uid", "allowed");
    }

    @Test
    void anAnswerIsItsBytesAndItsText() {
        Outcome.Decided decided = (Outcome.Decided) ADMISSION.answer(Reviews.bytes(Reviews.good()));
        assertThat(decided.denied()).isFalse();
        assertThat(new String(decided.response().bytes(), StandardCharsets.UTF_8))
                .startsWith("{")
                .isEqualTo(decided.response().toString());
    }

    private static ObjectNode annotations(ObjectNode pod) {
        return ((ObjectNode) pod.path("metadata")).putObject("annotations");
    }

    private static JsonNode object(ObjectNode review) {
        return JSON.readTree(review.path("request").path("object").toString());
    }

    private static Answer answer(ObjectNode review) {
        return answer(ADMISSION.answer(Reviews.bytes(review)), review);
    }

    private static Answer answer(Outcome outcome, ObjectNode review) {
        return Answer.to(
                Reviews.uid(review), ((Outcome.Answered) outcome).response().toString());
    }
}
