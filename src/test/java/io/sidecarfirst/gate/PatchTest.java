package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A patch that always applies, whatever is missing or malformed around it. */
class PatchTest {
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
                "'\"metadata\":{},'                      | /metadata/annotations",
                "'\"metadata\":{\"annotations\":null},'  | /metadata/annotations",
                "'\"metadata\":{\"annotations\":{}},'    | /metadata/annotations/sidecar-first.io~1status",
                "'\"metadata\":{\"annotations\":{\"sidecar-first.io/status\":\"x\"}},'"
                        + "|/metadata/annotations/sidecar-first.io~1status"
            })
    void makesEveryMissingParent(String metadata, String path) {
        ObjectNode pod = pod(metadata);
        assertThat(paths(patch(pod))).containsExactly("/spec/initContainers/1/startupProbe", path);

        ObjectNode patched = GatedPod.of(pod, patch(pod));
        assertThat(patched.at("/metadata/annotations/sidecar-first.io~1status").stringValue())
                .isEqualTo("{\"s\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
        assertThat(patch(patched).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"metadata\":[],",
                "\"metadata\":\"x\",",
                "\"metadata\":7,",
                "\"metadata\":{\"annotations\":[]},",
                "\"metadata\":{\"annotations\":\"x\"},",
                "\"metadata\":{\"annotations\":false},"
            })
    void leavesTheStatusOutWhereItsParentIsOfAnotherKind(String metadata) {
        ObjectNode pod = pod(metadata);
        assertThat(paths(patch(pod))).containsExactly("/spec/initContainers/1/startupProbe");
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
        assertThat(paths(patch(pod))).containsExactly("/spec/initContainers/1/startupProbe");
    }

    @Test
    void countsTheAnnotationsInBytes() {
        ObjectNode full = pod("\"metadata\":{\"annotations\":{\"a\":\"" + "\uD83D\uDE80".repeat(65_520) + "\"}},");
        assertThat(paths(patch(full))).hasSize(1);
        ObjectNode room = pod("\"metadata\":{\"annotations\":{\"a\":\"" + "ü漢".repeat(52_000) + "\"}},");
        assertThat(paths(patch(room))).hasSize(2);
    }
}
