package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tree that no API server has validated: whatever stands in it, it is decided on. */
class MalformedPodTest {
    private static final JsonNode FULL = JsonMapper.shared().readTree("""
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "web", "labels": {"sidecar-first.io/injection": "enabled"},
              "annotations": {"sidecar-first.io/period-seconds": "2", "proxy.sidecar-first.io/port": "http",
               "done.sidecar-first.io/probe": "{\\"tcpSocket\\": {\\"port\\": 80}}",
               "sidecar-first.io/status": "{\\"done\\":{\\"gated\\":\\"port\\",\\"period\\":1,\\"threshold\\":3}}",
               "traffic.sidecar.istio.io/excludeInboundPorts": "80", "traffic.kuma.io/exclude-inbound-ports": "1-9",
               "config.linkerd.io/skip-inbound-ports": "80", "traffic.sidecar.istio.io/includeInboundPorts": "*"}},
             "spec": {"hostNetwork": false,
              "initContainers": [
               {"name": "setup", "securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}},
               {"name": "istio-proxy", "image": "istio", "restartPolicy": "Always",
                "readinessProbe": {"httpGet": {"path": "/app-health/x", "port": 15021, "host": "h"}, "periodSeconds": 5,
                 "timeoutSeconds": 3, "initialDelaySeconds": 1, "failureThreshold": 4, "successThreshold": 2}},
               {"name": "proxy", "image": "cloud-sql-proxy:2", "restartPolicy": "Always",
                "command": ["proxy"], "args": ["--address", "127.0.0.1", "--port=80", "$(A)"],
                "env": [{"name": "A", "value": "127.0.0.1:80"}, {"name": "B", "valueFrom": {}}],
                "ports": [{"name": "http", "containerPort": 80, "protocol": "TCP"}, {"containerPort": 81}],
                "livenessProbe": {"tcpSocket": {"port": "http"}}},
               {"name": "done", "restartPolicy": "Always",
                "startupProbe": {"exec": {"command": ["x"]}, "periodSeconds": 1, "failureThreshold": 3}}],
              "containers": [{"name": "app", "ports": [{"containerPort": 81}],
               "readinessProbe": {"grpc": {"port": 81, "service": "s"}}}]}}
            """);

    private static final List<JsonNode> JUNK = Stream.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1e400",
                    "1.5",
                    "99999999999999999999",
                    "\"\"",
                    "\"x\"",
                    "\"$(\"",
                    "\"\\u0000\"",
                    "[]",
                    "{}",
                    "[null]",
                    "[[]]",
                    "[{}]",
                    "{\"\": null}",
                    "{\"name\": []}",
                    "[1, \"Always\", {\"name\": {}}]")
            .map(MalformedPodTest::read)
            .toList();

    private static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private static List<JsonPointer> pointers() {
        List<JsonPointer> pointers = new ArrayList<>();
        collect(FULL, JsonPointer.empty(), pointers);
        return pointers;
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> pointers) {
        pointers.add(at);
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                collect(entry.getValue(), at.appendProperty(entry.getKey()), pointers);
            }
        } else if (node.isArray()) {
            IntStream.range(0, node.size()).forEach(i -> collect(node.get(i), at.appendIndex(i), pointers));
        }
    }

    private static JsonNode replaced(JsonPointer pointer, JsonNode junk) {
        if (pointer.matches()) {
            return junk;
        }
        JsonNode copy = FULL.deepCopy();
        JsonNode parent = copy.at(pointer.head());
        if (parent instanceof ArrayNode items) {
            items.set(pointer.last().getMatchingIndex(), junk.deepCopy());
        } else {
            ((ObjectNode) parent).set(pointer.last().getMatchingProperty(), junk.deepCopy());
        }
        return copy;
    }

    private static void assertIsDecidedOn(JsonNode tree) {
        Plan plan = Gates.DEFAULT.plan(Pod.of(tree));
        Patch patch = Patch.of(plan, Pod.of(tree));
        assertThat(Warning.texts(plan.warnings())).allMatch(text -> text.matches("[ -~]{1,256}"));
        assertThat(plan.gates()).allSatisfy(gated -> {
            assertThat(gated.periodSeconds()).isPositive();
            assertThat(gated.failureThreshold()).isPositive();
            Handler handler = gated.handler();
            JsonNode author = gated.sidecar().node().path(gated.source().id());
            if (gated.source() == SourceKind.PORT || gated.source() == SourceKind.PROBE) {
                assertThat(handler.port()).isPresent();
            } else {
                assertThat(handler.node()).isEqualTo(author.path(handler.kind()));
            }
        });
        if (tree instanceof ObjectNode object) {
            ObjectNode patched = GatedPod.of(object, patch);
            assertThat(GatedPod.otherChanges(object, patched)).isEmpty();
            assertThat(Patch.of(Gates.DEFAULT.plan(Pod.of(patched)), Pod.of(patched))
                            .operations())
                    .isEmpty();
        }
    }

    @Test
    void isDecidedOnWhateverAValueIs() {
        for (JsonPointer pointer : pointers()) {
            for (JsonNode junk : JUNK) {
                assertIsDecidedOn(replaced(pointer, junk));
            }
        }
    }

    @Test
    void isDecidedOnWhateverIsMissing() {
        pointers().stream()
                .filter(pointer -> !pointer.matches())
                .forEach(pointer -> assertIsDecidedOn(without(pointer)));
    }

    private static JsonNode without(JsonPointer pointer) {
        JsonNode copy = FULL.deepCopy();
        JsonNode parent = copy.at(pointer.head());
        if (parent instanceof ArrayNode items) {
            items.remove(pointer.last().getMatchingIndex());
        } else {
            ((ObjectNode) parent).remove(pointer.last().getMatchingProperty());
        }
        return copy;
    }

    @Test
    void isDecidedOnAsItStands() {
        assertThat(Gates.DEFAULT.plan(Pod.of(FULL)).verdicts()).hasSize(3);
        assertIsDecidedOn(FULL);
    }

    @Test
    void isDecidedOnWithTwoSidecarsOfOneName() {
        JsonNode copy = FULL.deepCopy();
        ((ArrayNode) copy.at("/spec/initContainers")).add(FULL.at("/spec/initContainers/1"));
        assertIsDecidedOn(copy);
    }

    @Test
    void aSidecarWithoutANameIsCalledByItsIndex() {
        Plan plan = Gates.DEFAULT.plan(Pod.of(JsonMapper.shared().readTree("""
                {"spec": {"initContainers": [{"name": "a"},
                 {"restartPolicy": "Always", "readinessProbe": {"tcpSocket": {"port": "web"}}}]}}
                """)));
        assertThat(plan.warnings())
                .extracting(Warning::text)
                .singleElement()
                .asString()
                .startsWith("sidecar initContainers[1] (no name) is not gated (unknown-port-name): ");
    }
}
