package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What of a Pod is taken for ours, and what for its author's. */
class TracesTest {
    private static final String PROBE = "/spec/initContainers/1/startupProbe";
    private static final String STATUS = "/metadata/annotations/sidecar-first.io~1status";
    private static final String LABEL = "/metadata/labels/sidecar-first.io~1gated";

    private static final String OURS = status("{'s':{'gated':'port','period':1,'threshold':9}}");

    private static ObjectNode tree(String metadata, String probe) {
        return (ObjectNode)
                JsonMapper.shared().readTree("""
                {"metadata": %s,
                 "spec": {
                   "initContainers": [
                     {"name": "a", "restartPolicy": "Always"},
                     {"name": "s", "restartPolicy": "Always", "startupProbe": %s}],
                   "containers": [{"name": "main"}]}}
                """.formatted(metadata.replace('\'', '"'), probe.replace('\'', '"')));
    }

    /** @param entries with single quotes for the double ones of JSON within JSON */
    private static String status(String entries) {
        return "{'annotations': {'sidecar-first.io/status': '" + entries.replace("'", "\\'")
                + "'}, 'labels': {'sidecar-first.io/gated': 'true'}}";
    }

    private static Traces traces(String metadata, String probe) {
        return Traces.in(Pod.of(tree(metadata, probe)));
    }

    @Test
    void aProbeIsOursWhereTheStatusHasItsTiming() {
        // With what an API server fills in.
        Traces traces = traces(
                OURS,
                "{'httpGet': {'port': 80, 'path': '/', 'scheme': 'HTTP'}, 'timeoutSeconds': 1, 'periodSeconds': 1,"
                        + " 'successThreshold': 1, 'failureThreshold': 9}");
        assertThat(traces.places()).containsExactly(PROBE, STATUS, LABEL);
        assertThat(traces.gates())
                .singleElement()
                .satisfies(gate -> assertThat(gate.source()).isEqualTo(SourceKind.PORT));
        assertThat(traces.others()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "2, 9"})
    void aProbeOfAnotherTimingIsItsAuthors(int period, int threshold) {
        Traces traces = traces(
                OURS,
                "{'tcpSocket': {'port': 80}, 'periodSeconds': %d, 'failureThreshold': %d}"
                        .formatted(period, threshold));
        assertThat(traces.gates()).isEmpty();
        assertThat(traces.others()).extracting(Container::name).containsExactly("s");
        assertThat(traces.places()).as("its status is ours all the same").containsExactly(STATUS);
        assertThat(traces.label()).isEqualTo(Traces.Label.STAYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'s':{'skipped':'already-gated'}}", "{'other':{'gated':'port','period':1,'threshold':9}}", "x"})
    void aProbeThatTheStatusDoesNotTellOfIsItsAuthors(String entries) {
        Traces traces =
                traces(status(entries), "{'tcpSocket': {'port': 80}, 'periodSeconds': 1, 'failureThreshold': 9}");
        assertThat(traces.places()).containsExactly(STATUS);
    }

    @Test
    void withoutAProbeTheMarksGo() {
        assertThat(traces(OURS, "null").places()).containsExactly(STATUS, LABEL);
    }

    /** Only those that this project writes; what a person meant by another is not known. */
    @ParameterizedTest
    @CsvSource({"true, GOES", "false, GOES", "no, NONE"})
    void theLabelGoesByItsValue(String value, Traces.Label label) {
        Traces traces = traces("{'labels': {'sidecar-first.io/gated': '" + value + "'}}", "null");
        assertThat(traces.label()).isEqualTo(label);
        assertThat(traces.isNothing()).isEqualTo(label == Traces.Label.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{'annotations': null}", "{'annotations': {'sidecar-first.io/inject': 'true'}}", "null"})
    void anAuthorsPodHasNone(String metadata) {
        Traces traces = traces(metadata, "{'tcpSocket': {'port': 80}, 'periodSeconds': 1, 'failureThreshold': 9}");
        assertThat(traces.isNothing()).isTrue();
        assertThat(traces.places()).isEmpty();
    }

    private static Traces withContainer(Consumer<ObjectNode> more) {
        ObjectNode tree = tree("{}", "null");
        ObjectNode spec = (ObjectNode) tree.get("spec");
        spec.putArray("imagePullSecrets").addObject().put("name", "registry");
        more.accept(((ArrayNode) spec.get("initContainers")).addObject().put("name", "sidecar-first-gate"));
        return Traces.in(Pod.of(tree));
    }

    @Test
    void theGateContainerIsOursByItsArguments() {
        Traces traces = withContainer(container -> container
                .putArray("args")
                .add("{\"sidecar\":\"s\",\"source\":\"port\",\"timeoutSeconds\":1,\"tcpSocket\":{\"port\":80}}"));
        assertThat(traces.places()).containsExactly("/spec/initContainers/2");
        assertThat(traces.pullSecrets()).as("they stay, and are told of").containsExactly("registry");
    }

    @Test
    void aContainerOfThatNameWithOtherArgumentsIsItsAuthors() {
        Traces traces = withContainer(container -> container.putArray("args").add("wait"));
        assertThat(traces.isNothing()).isTrue();
        assertThat(traces.pullSecrets()).isEmpty();
    }
}
