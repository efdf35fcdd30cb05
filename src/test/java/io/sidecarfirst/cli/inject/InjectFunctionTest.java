package io.sidecarfirst.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.manifest.Manifest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code inject} as a KRM function: a ResourceList in, a ResourceList out. */
class InjectFunctionTest {
    private static final String LIST = """
            apiVersion: config.kubernetes.io/v1
            kind: ResourceList
            items:
            - apiVersion: v1
              kind: ConfigMap # first
              metadata: {name: other}
            - apiVersion: apps/v1
              kind: Deployment
              metadata:
                name: web # kept
                namespace: shop
                annotations:
                  internal.config.kubernetes.io/path: web.yaml
                  internal.config.kubernetes.io/index: "1"
                  internal.config.kubernetes.io/id: "7"
              spec:
                template:
                  metadata:
                    annotations: {sidecar-first.io/perid-seconds: "1"}
                  spec:
                    initContainers:
                    - name: proxy
                      restartPolicy: Always
                      ports: [{containerPort: 80}]
                    - name: logs
                      restartPolicy: Always
                    containers:
                    - {name: app, image: nginx}
            """;

    private static Cli.Run call(String list, String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "inject";
        args[1] = "-f";
        args[2] = "-";
        System.arraycopy(options, 0, args, 3, options.length);
        return Cli.with(Map.of()).reading(list).execute(args);
    }

    private static JsonNode tree(String text) {
        return Manifest.parse(text).trees().get(0);
    }

    private static JsonNode probe(Cli.Run run) {
        return tree(run.out()).at("/items/1/spec/template/spec/initContainers/0/startupProbe");
    }

    @Test
    void changesTheItemsAndKeepsTheRest() {
        Cli.Run run = call(LIST);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(probe(run).path("tcpSocket").path("port").asInt()).isEqualTo(80);
        assertThat(run.out()).contains("kind: ConfigMap # first", "name: web # kept", "\nresults:\n");
        assertThat(tree(run.out()).at("/items/1/metadata")).isEqualTo(tree(LIST).at("/items/1/metadata"));
        assertThat(run.err()).contains("proxy: gated by its port");
    }

    @Test
    void saysInTheResultsWhatWasDecided() {
        JsonNode results = tree(call(LIST).out()).path("results");
        assertThat(results).hasSize(4);
        assertThat(results.get(0)).isEqualTo(tree("""
                message: "proxy: gated by its port (tcpSocket on port 80), every 1 s, up to 86400 times"
                severity: info
                resourceRef: {apiVersion: apps/v1, kind: Deployment, name: web, namespace: shop}
                field:
                  path: spec.template.spec.initContainers[0].startupProbe
                  proposedValue:
                    tcpSocket: {port: 80}
                    timeoutSeconds: 1
                    periodSeconds: 1
                    failureThreshold: 86400
                file: {path: web.yaml, index: 1}
                """));
        assertThat(results.get(1).path("severity").asString()).isEqualTo("info");
        assertThat(results.get(1).at("/field/path").asString()).isEqualTo("spec.template.spec.initContainers[1]");
        assertThat(results.get(2).path("severity").asString()).isEqualTo("warning");
        assertThat(results.get(2).path("message").asString()).contains("perid-seconds");
        assertThat(results.get(2).at("/resourceRef/name").asString()).isEqualTo("web");
        assertThat(results.get(3).path("severity").asString()).isEqualTo("warning");
        assertThat(results.get(3).path("message").asString()).contains("gated on a guess");
    }

    /** The last result about it: those of an earlier function stay before it. */
    private static JsonNode ofGateContainer(Cli.Run run) {
        return tree(run.out())
                .path("results")
                .valueStream()
                .filter(result -> result.path("message").asString().startsWith("sidecar-first-gate: "))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void proposesTheGateContainer() {
        String[] options = {"--gate", "container", "--gate-image", "gate:1"};
        String once = call(LIST, options).out();
        JsonNode results = tree(once).path("results");
        assertThat(results.get(0).path("message").asString()).contains("which sidecar-first-gate asks");
        assertThat(results.get(0).path("field")).isEqualTo(tree("{path: 'spec.template.spec.initContainers[0]'}"));
        // The log shipper has moved behind it.
        assertThat(results.get(1).at("/field/path").asString()).isEqualTo("spec.template.spec.initContainers[2]");
        JsonNode added = results.get(2);
        assertThat(added.path("message").asString())
                .isEqualTo("sidecar-first-gate: added as initContainers[1], with the image gate:1; it asks proxy");
        assertThat(added.path("severity").asString()).isEqualTo("info");
        assertThat(added.at("/field/path").asString()).isEqualTo("spec.template.spec.initContainers[1]");
        assertThat(added.at("/field/proposedValue"))
                .isEqualTo(tree(once).at("/items/1/spec/template/spec/initContainers/1"));
        assertThat(added.path("file")).isEqualTo(tree("{path: web.yaml, index: 1}"));

        JsonNode again = ofGateContainer(call(once, options));
        assertThat(again.path("message").asString()).contains("there from before; it asks proxy");
        assertThat(again.path("field")).isEqualTo(tree("{path: 'spec.template.spec.initContainers[1]'}"));

        JsonNode anew = ofGateContainer(call(once, "--release-after-seconds", "60"));
        assertThat(anew.at("/field/path").asString()).isEqualTo("spec.template.spec.initContainers[1].args");
        assertThat(anew.at("/field/proposedValue").isArray()).isTrue();
    }

    @Test
    void namesTheFieldOfAPod() {
        Cli.Run run = call("""
                {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": [{"apiVersion": "v1",
                "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "m"}],
                "initContainers": [{"name": "p",
                "restartPolicy": "Always", "ports": [{"containerPort": 80}]}]}}]}
                """);
        JsonNode result = tree(run.out()).path("results").get(0);
        assertThat(result.at("/field/path").asString()).isEqualTo("spec.initContainers[0].startupProbe");
        assertThat(result.has("file")).isFalse();
        assertThat(result.path("resourceRef")).isEqualTo(tree("{apiVersion: v1, kind: Pod, name: a}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {period-seconds: '3'}}|3",
                "{apiVersion: sidecar-first.io/v1, kind: SidecarFirst, spec: {period-seconds: 4}}|4",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}|2",
                "null|2"
            })
    void takesSettingsFromTheFunctionConfig(String config, int period) {
        Cli.Run run = call(LIST + "functionConfig: " + config + "\n", "--period-seconds", "2");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(probe(run).path("periodSeconds").asInt()).isEqualTo(period);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: ConfigMap, data: {perid-seconds: '3'}}",
                "{kind: ConfigMap, data: {period-seconds: '0'}}",
                "{kind: ConfigMap, data: {period-seconds: many}}",
                "{kind: ConfigMap, data: {config: /etc/passwd}}",
                "{kind: SidecarFirst, spec: {period-seconds: [1]}}",
                "{kind: Secret, data: {}}",
                "{kind: ConfigMap, data: [1]}",
                "{kind: SidecarFirst, spec: 7}",
                "7",
                "[]"
            })
    void failsForAConfigThatCannotBeUsed(String config) {
        String list = LIST + "functionConfig: " + config + "\n";
        Cli.Run run = call(list);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("sidecar-first: standard input: functionConfig: ");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).startsWith(list);
        assertThat(tree(run.out()).at("/results/0/severity").asString()).isEqualTo("error");
    }

    @Test
    void saysInTheResultsWhatWasDenied() {
        Cli.Run run = call(LIST.replace("perid-seconds: \"1\"", "period-seconds: \"none\"")
                + "functionConfig: {kind: ConfigMap, data: {strict: 'true'}}\n");
        assertThat(run.code()).isEqualTo(ExitCode.DENIED);
        assertThat(probe(run).isMissingNode()).isTrue();
        assertThat(tree(run.out()).path("results"))
                .filteredOn(result -> result.path("message").asString().contains("cannot be used"))
                .singleElement()
                .matches(result -> result.path("severity").asString().equals("error"))
                .matches(result -> !result.path("message").asString().contains("ignored"));
        assertThat(tree(run.out()).path("results"))
                .noneMatch(result -> result.path("severity").asString().equals("info"));
        assertThat(run.err())
                .contains("standard input: deployment/web\n", "\n  refused: ")
                .doesNotContain("gated by")
                .endsWith("sidecar-first: the list is printed, with the reasons in its results: an annotation cannot be"
                        + " used, and --strict is on\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "7", "none"})
    void failsForItemsThatAreNoList(String items) {
        String list = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: " + items + "\n";
        Cli.Run run = call(list);
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).isEqualTo("sidecar-first: standard input: items: must be a list of objects\n");
        assertThat(run.out()).startsWith(list);
        assertThat(tree(run.out()).path("results"))
                .containsExactly(tree("{message: 'items: must be a list of objects', severity: error}"));
    }

    @Test
    void aWrongConfigIsNamedBeforeAWrongList() {
        Cli.Run run = call("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: {}\nfunctionConfig: 7\n");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(tree(run.out()).at("/results/0/severity").asString()).isEqualTo("error");
    }

    @Test
    void addsToTheResultsOfOthers() {
        Cli.Run run = call(LIST + "results: [{message: earlier}]\n");
        assertThat(tree(run.out()).path("results")).hasSize(5);
        assertThat(tree(run.out()).at("/results/0/message").asString()).isEqualTo("earlier");
        assertThat(run.out())
                .contains("results: [{message: earlier}, {message: ")
                .contains("}]\n");
    }

    /** The list is written again as a whole; the line is one of the file that was read. */
    @Test
    void saysWhereTheFormIsLost() {
        Cli.Run run = call("""
                apiVersion: config.kubernetes.io/v1
                kind: ResourceList
                items:
                - apiVersion: v1
                  kind: Pod
                  spec:
                    initContainers:
                    - {name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}
                    containers: [{name: app}]
                results: {}
                """);
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains("standard input: line 10: something there is changed, not only added to; this document is"
                        + " rewritten, without its comments\n");
        assertThat(tree(run.out()).path("results")).hasSize(2);
    }

    @Test
    void anEmptyListIsPrintedAsItIs() {
        String list = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: [] # none\n";
        assertThat(call(list).out()).isEqualTo(list);
    }
}
