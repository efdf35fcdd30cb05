package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a file cannot show of the gate container: limits, Secrets, and what others have written under its name. */
class GateContainerTest {
    private static final Gate GATE = Gates.with(Gates.WITH_CONTAINER);

    private static JsonNode gated(Pod pod, Gate gate) {
        return GatedPod.of((ObjectNode) pod.root(), Patch.of(gate.plan(pod), pod));
    }

    private static JsonNode initContainers(Pod pod) {
        return gated(pod, GATE).path("spec").path("initContainers");
    }

    private static String header(int port, int length) {
        return "readinessProbe: {httpGet: {port: " + port + ", httpHeaders: [{name: X, value: " + "v".repeat(length)
                + "}]}}";
    }

    @Test
    void aCheckThatIsNoArgumentBecomesAStartupProbe() {
        JsonNode shortEnough = initContainers(Yaml.podWithSidecar(header(80, 16_000)));
        assertThat(shortEnough).hasSize(2);
        assertThat(shortEnough.get(0).has("startupProbe")).isFalse();

        JsonNode tooLong = initContainers(Yaml.podWithSidecar(header(80, 17_000)));
        assertThat(tooLong).hasSize(1);
        assertThat(tooLong.get(0).has("startupProbe")).isTrue();
    }

    @Test
    void allArgumentsTogetherStayFarBelowWhatLinuxTakes() {
        String sidecars = String.join(
                "\n",
                IntStream.range(0, 30)
                        .mapToObj(i ->
                                "    - {name: s" + i + ", restartPolicy: Always, " + header(8000 + i, 15_000) + "}")
                        .toList());
        JsonNode containers = initContainers(Yaml.pod("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  initContainers:
                %s
                  containers: [{name: app}]
                """.formatted(sidecars)));
        int arguments = 0;
        int probes = 0;
        for (JsonNode container : containers) {
            probes += container.has("startupProbe") ? 1 : 0;
            for (JsonNode argument : container.path("args")) {
                arguments += argument.stringValue().length();
            }
        }
        assertThat(arguments).isBetween(200_000, GateCheck.MAX_TOTAL);
        assertThat(probes).isBetween(10, 20);
    }

    @Test
    void secretsAreAddedToThoseOfThePod() {
        Settings settings = Gates.WITH_CONTAINER.with(new GateImage("gate:1", "Always", List.of("mirror", "own")));
        Pod without = Yaml.podWithSidecar("ports: [{containerPort: 80}]");
        assertThat(gated(without, Gates.with(settings)).path("spec").path("imagePullSecrets"))
                .isEqualTo(Yaml.tree("[{name: mirror}, {name: own}]"));

        ObjectNode with = (ObjectNode) without.root().deepCopy();
        ((ObjectNode) with.path("spec"))
                .putArray("imagePullSecrets")
                .addObject()
                .put("name", "own");
        assertThat(gated(Pod.of(with), Gates.with(settings)).path("spec").path("imagePullSecrets"))
                .isEqualTo(Yaml.tree("[{name: own}, {name: mirror}]"));

        String pullPolicy = gated(Pod.of(with), Gates.with(settings))
                .path("spec")
                .path("initContainers")
                .path(1)
                .path("imagePullPolicy")
                .asString("");
        assertThat(pullPolicy).isEqualTo("Always");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Another program's, by its command, its arguments, its kind.
                "{name: sidecar-first-gate, command: [sh]}",
                "{name: sidecar-first-gate, args: [serve]}",
                "{name: sidecar-first-gate, args: ['{\"sidecar\":\"proxy\"}']}",
                "{name: sidecar-first-gate, args: ['{\"sidecar\":1,\"source\":\"port\"}']}",
                "{name: sidecar-first-gate, args: ['[]']}",
                "{name: sidecar-first-gate, restartPolicy: Always}",
            })
    void aContainerOfThatNameThatIsNoneOfOursIsLeftAlone(String other) {
        Pod pod = Yaml.pod("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  initContainers:
                    - {name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}
                    - %s
                  containers: [{name: app}]
                """.formatted(other));
        Plan plan = GATE.plan(pod);
        assertThat(plan.gateContainer()).isNull();
        assertThat(plan.gates())
                .first()
                .satisfies(gated -> assertThat(gated.byProbe()).isTrue());
        assertThat(plan.warnings())
                .extracting(Warning::text)
                .contains(
                        "the Pod is gated by startupProbes and gets no gate container: another container of the Pod is"
                                + " called sidecar-first-gate");
        assertThat(initContainers(pod).get(1))
                .isEqualTo(pod.root().path("spec").path("initContainers").get(1));
    }

    /** Without arguments it asks nobody; what stands there is ours. */
    @Test
    void anEarlierOneWithoutChecksIsUsedAgain() {
        Pod pod = Yaml.pod("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  initContainers:
                    - {name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}
                    - name: sidecar-first-gate
                      image: gate:1
                      securityContext:
                        {readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: {drop: [ALL]}}
                  containers: [{name: app}]
                """);
        assertThat(initContainers(pod)).hasSize(2);
        assertThat(initContainers(pod).get(1).path("args")).hasSize(1);
    }

    /** Somebody's own, of that name by chance. */
    @Test
    void aStrangerWithoutArgumentsIsLeftAlone() {
        Pod pod = Yaml.pod("""
                spec:
                  initContainers:
                    - {name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}
                    - {name: sidecar-first-gate, image: busybox}
                  containers: [{name: app}]
                """);
        assertThat(initContainers(pod).get(1).has("args")).isFalse();
        assertThat(initContainers(pod).get(0).has("startupProbe")).isTrue();
    }

    private static final String PRESENT = """
            {name: sidecar-first-gate, image: gate:1,
            args: ['{"sidecar":"proxy","source":"port","tcpSocket":{"port":80}}']}
            """.strip().replace('\n', ' ');

    /** What it waited for is gone, opted out, or cannot be asked from inside any more: it must not wait for ever. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | ''",
                "{annotations: {sidecar-first.io/inject: 'false'}} | {name: proxy, restartPolicy: Always}",
                "{labels: {sidecar-first.io/injection: disabled}} | {name: proxy, restartPolicy: Always}",
                "{} | {name: logs, restartPolicy: Always}"
            })
    void oneThatIsThereIsEmptied(String metadata, String sidecar) {
        Pod pod = Yaml.pod("metadata: %s\nspec: {initContainers: [%s%s], containers: [{name: app}]}"
                .formatted(metadata, sidecar.isEmpty() ? "" : sidecar + ", ", PRESENT));
        JsonNode gate = initContainers(pod).get(initContainers(pod).size() - 1);
        assertThat(gate.path("args")).isEmpty();
    }

    /** Where it would ask somebody else, or is not let through, the kubelet asks, or nobody does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostNetwork: true | ''",
                "os: {name: windows} | ''",
                "nodeSelector: {beta.kubernetes.io/os: windows} | ''",
                "securityContext: {windowsOptions: {runAsUserName: me}} | ''",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                        + "[{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [windows]}]}]}}} | ''",
                "hostname: a | {name: fw, command: [iptables, -P, OUTPUT, DROP]}",
                "hostname: a | {name: fw, command: [sh, -c, 'iptables -P INPUT DROP; "
                        + "iptables -A INPUT -p tcp --dport 80 -j ACCEPT']}",
                "hostname: a | {name: proxy-init, command: [iptables, -t, nat, -A, OUTPUT, -j, REDIRECT]}"
            })
    void thereIsNoneAndAnEarlierOneIsEmptied(String spec, String init) {
        for (String present : List.of("", ", " + PRESENT)) {
            Pod pod = Yaml.pod("""
                    metadata: {name: web}
                    spec:
                      %s
                      initContainers: [%s{name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}%s]
                      containers: [{name: envoy, image: envoy}]
                    """.formatted(spec, init.isEmpty() ? "" : init + ", ", present));
            for (JsonNode container : initContainers(pod)) {
                assertThat(container.path("args")).as("%s", container).isEmpty();
            }
        }
    }

    /** Linux by affinity, or a redirect that takes only what comes in. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                        + "[{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]}]}}} | ''",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                        + "[{matchExpressions: [{key: kubernetes.io/os, operator: NotIn, values: [windows]}]}]}}} | ''",
                "hostname: a | {name: proxy-init, command: [iptables, -t, nat, -A, PREROUTING, -j, REDIRECT]}"
            })
    void thereIsOneAllTheSame(String spec, String init) {
        Pod pod = Yaml.pod("""
                metadata: {name: web}
                spec:
                  %s
                  initContainers: [%s{name: cache, restartPolicy: Always, ports: [{containerPort: 80}]}]
                  containers: [{name: app}]
                """.formatted(spec, init.isEmpty() ? "" : init + ", "));
        JsonNode last = initContainers(pod).get(initContainers(pod).size() - 1);
        assertThat(last.path("name").asString()).isEqualTo(GateContainer.NAME);
        assertThat(last.path("args")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0.5Gi, 536870912",
        "16Mi, 16777216",
        "12M, 12000000",
        "1e3, 1000",
        "1E3, 1000",
        "2E, 2000000000000000000",
        "100m, 0.1",
        "1500u, 0.0015",
    })
    void readsQuantities(String text, String bytes) {
        assertThat(GateResources.quantity(text))
                .hasValueSatisfying(quantity -> assertThat(quantity).isEqualByComparingTo(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mi", "1X", "1 Mi", "--1", "1e999999999Mi", "١Mi"})
    void whatIsNoQuantityIsNone(String text) {
        assertThat(GateResources.quantity(text)).isEmpty();
    }

    static Stream<List<String>> wrongImages() {
        return Stream.of(List.of("", "Always"), List.of("a b", "Always"), List.of("gate:1", "always"));
    }

    @ParameterizedTest
    @MethodSource("wrongImages")
    void refusesImagesThatNoPodCouldHave(List<String> image) {
        assertThatThrownBy(() -> new GateImage(image.get(0), image.get(1), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gate-image");
    }
}
