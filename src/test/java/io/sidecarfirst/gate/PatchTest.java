package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A patch that always applies, whatever is missing or malformed around it. */
class PatchTest {
    private static final String GATE = "/spec/initContainers/1/startupProbe";
    private static final String STATUS = "/metadata/annotations/sidecar-first.io~1status";
    private static final String LABEL = "/metadata/labels/sidecar-first.io~1gated";

    private static ObjectNode pod(String metadata) {
        return (ObjectNode) JsonMapper.shared()
                .readTree("{" + metadata + "\"spec\":{\"initContainers\":[{\"name\":\"init\"},{\"name\":\"s\","
                        + "\"restartPolicy\":\"Always\",\"startupProbe\":null,\"ports\":[{\"containerPort\":80}]}]}}");
    }

    private static Patch patch(ObjectNode pod) {
        return Patch.of(Gates.DEFAULT.plan(Pod.of(pod)), Pod.of(pod));
    }

    private static List<String> paths(Patch patch) {
        return patch.operations().stream().map(Patch.Add::path).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                      | /metadata",
                "'\"metadata\":null,'                    | /metadata",
                "'\"metadata\":{},'                      | /metadata/annotations /metadata/labels",
                "'\"metadata\":{\"annotations\":null},'  | /metadata/annotations /metadata/labels",
                "'\"metadata\":{\"labels\":null},'       | /metadata/annotations /metadata/labels",
                "'\"metadata\":{\"annotations\":{}},'    | " + STATUS + " /metadata/labels",
                "'\"metadata\":{\"labels\":{}},'         | /metadata/annotations " + LABEL,
                "'\"metadata\":{\"labels\":{\"sidecar-first.io/gated\":\"no\"}},'| /metadata/annotations " + LABEL,
                "'\"metadata\":{\"labels\":{\"sidecar-first.io/gated\":7}},'| /metadata/annotations " + LABEL,
                "'\"metadata\":{\"labels\":{\"sidecar-first.io/gated\":\"true\"}},'| /metadata/annotations",
                "'\"metadata\":{\"annotations\":{\"sidecar-first.io/status\":\"x\"}},'|" + STATUS + " /metadata/labels"
            })
    void makesEveryMissingParent(String metadata, String added) {
        ObjectNode pod = pod(metadata);
        List<String> expected = new ArrayList<>(List.of(GATE));
        expected.addAll(List.of(added.split(" ")));
        assertThat(paths(patch(pod))).isEqualTo(expected);

        ObjectNode patched = GatedPod.of(pod, patch(pod));
        assertThat(patched.at("/metadata/annotations/sidecar-first.io~1status").stringValue())
                .isEqualTo("{\"s\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
        assertThat(patched.at("/metadata/labels/sidecar-first.io~1gated").stringValue())
                .isEqualTo("true");
        assertThat(patch(patched).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"metadata\":[],",
                "\"metadata\":\"x\",",
                "\"metadata\":7,",
                "\"metadata\":{\"annotations\":[],\"labels\":[]},",
                "\"metadata\":{\"annotations\":\"x\",\"labels\":\"x\"},",
                "\"metadata\":{\"annotations\":false,\"labels\":false},"
            })
    void leavesOutWhatHasAParentOfAnotherKind(String metadata) {
        ObjectNode pod = pod(metadata);
        assertThat(paths(patch(pod))).containsExactly(GATE);
        assertThat(GatedPod.of(pod, patch(pod))
                        .at("/spec/initContainers/1/startupProbe")
                        .isObject())
                .isTrue();
    }

    @Test
    void leavesTheOtherAnnotationsAlone() {
        ObjectNode pod = pod("\"metadata\":{\"annotations\":{\"a~b/c\":\"d\"}},");
        assertThat(GatedPod.of(pod, patch(pod))
                        .at("/metadata/annotations/a~0b~1c")
                        .stringValue())
                .isEqualTo("d");
    }

    @Test
    void anyNameCanStandInTheStatus() {
        String name = "a\"b\\\\c~d/e\u0000\uD83D\uDE80";
        ObjectNode pod = pod("");
        ((ObjectNode) pod.at("/spec/initContainers/1")).put("name", name);
        ObjectNode patched = GatedPod.of(pod, patch(pod));
        assertThat(JsonMapper.shared()
                        .readTree(patched.at("/metadata/annotations/sidecar-first.io~1status")
                                .stringValue())
                        .has(name))
                .isTrue();
        assertThat(patch(patched).isEmpty()).isTrue();
    }

    @Test
    void gatesEvenWhereTheStatusHasNoRoom() {
        ObjectNode pod = pod("\"metadata\":{\"annotations\":{\"a\":\"" + "x".repeat(262_100) + "\"}},");
        assertThat(paths(patch(pod))).containsExactly(GATE, "/metadata/labels");
    }

    @Test
    void countsTheAnnotationsInBytes() {
        ObjectNode full = pod("\"metadata\":{\"annotations\":{\"a\":\"" + "\uD83D\uDE80".repeat(65_520) + "\"}},");
        assertThat(paths(patch(full))).containsExactly(GATE, "/metadata/labels");
        ObjectNode room = pod("\"metadata\":{\"annotations\":{\"a\":\"" + "ü漢".repeat(52_000) + "\"}},");
        assertThat(paths(patch(room))).containsExactly(GATE, STATUS, "/metadata/labels");
    }

    /** A copy of a Pod that had a gate; one that is opted out is not changed at all. */
    @Test
    void correctsALabelThatClaimsAGate() {
        String labels = "\"metadata\":{\"labels\":{\"sidecar-first.io/gated\":\"%s\"}%s},";
        ObjectNode claims = pod(labels.formatted("true", ""));
        ((ObjectNode) claims.at("/spec/initContainers/1")).remove("ports");
        ObjectNode denies = pod(labels.formatted("no", ""));
        ((ObjectNode) denies.at("/spec/initContainers/1")).remove("ports");
        String optOut = ",\"annotations\":{\"sidecar-first.io/inject\":\"false\"}";

        assertThat(paths(patch(claims))).containsExactly("/metadata/annotations", LABEL);
        assertThat(GatedPod.of(claims, patch(claims))
                        .at("/metadata/labels/sidecar-first.io~1gated")
                        .stringValue())
                .isEqualTo("false");
        assertThat(patch(GatedPod.of(claims, patch(claims))).isEmpty()).isTrue();
        assertThat(paths(patch(denies))).containsExactly("/metadata/annotations");
        assertThat(paths(patch(pod(labels.formatted("true", optOut))))).isEmpty();
    }

    /** The gate is ours, and nothing says so. */
    @Test
    void leavesTheLabelWhereTheStatusHadNoRoom() {
        ObjectNode pod = pod("\"metadata\":{\"annotations\":{\"a\":\"" + "x".repeat(262_100) + "\"}},");
        assertThat(patch(GatedPod.of(pod, patch(pod))).isEmpty()).isTrue();
    }

    /** Somebody between two reviews may take it away. */
    @Test
    void setsTheLabelOfAGateThatIsThereAgain() {
        ObjectNode pod = pod("");
        ObjectNode patched = GatedPod.of(pod, patch(pod));
        ((ObjectNode) patched.path("metadata")).remove("labels");

        assertThat(paths(patch(patched))).containsExactly("/metadata/labels");
    }
}
