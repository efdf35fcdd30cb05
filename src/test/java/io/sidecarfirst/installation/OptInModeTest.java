package io.sidecarfirst.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.GateMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds back the mains of the Pods of a namespace, by its label. */
class OptInModeTest {
    private static final JsonNode POD = json("{}");

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static OptIn of(List<JsonNode> configurations, Installation otherwise) {
        return OptIn.of(new AdmissionObjects(configurations, List.of(), List.of(), otherwise));
    }

    /** With a webhook for namespaces that have a label of their own, asked at such a place. */
    private static OptIn with(String clientConfig) {
        return of(
                List.of(
                        json("""
                        {"metadata":{"name":"zz-sidecar-first"},"webhooks":[
                          {"clientConfig":{"service":{"namespace":"s","path":"/mutate"}},
                           "namespaceSelector":{"matchExpressions":[{"key":"wait","operator":"DoesNotExist"}]}},
                          {"clientConfig":%s,"namespaceSelector":{"matchLabels":{"wait":"inside"}}}]}"""
                                .formatted(clientConfig))),
                new Installation.Nothing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"service\":{\"namespace\":\"s\",\"path\":\"/mutate/container\"}}",
                "{\"url\":\"https://10.0.0.1:8443/mutate/container\"}"
            })
    void theWebhookThatSelectsAPodTellsByItsPath(String clientConfig) {
        OptIn optIn = with(clientConfig);
        assertThat(optIn.mode("shop", Map.of("wait", "inside"), POD)).contains(GateMode.CONTAINER);
        assertThat(optIn.coverage("shop", Map.of("wait", "inside"), POD).mode()).isEqualTo(GateMode.CONTAINER);
        assertThat(optIn.of("shop", Map.of("wait", "inside"), POD)).isEqualTo(OptIn.Answer.YES);
        assertThat(optIn.mode("shop", Map.of(), POD)).isEmpty();
        assertThat(optIn.coverage("shop", Map.of(), POD).mode()).isNull();
        assertThat(optIn.of("shop", Map.of("wait", "outside"), POD)).isEqualTo(OptIn.Answer.NO);
        assertThat(optIn.mode("shop", Map.of("wait", "outside"), POD)).isEmpty();
        assertThat(optIn.mode("shop", null, POD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"service\":{\"path\":\"/mutate/other\"}}", "{\"service\":{\"path\":7}}"})
    void anotherPathTellsNothing(String clientConfig) {
        assertThat(with(clientConfig).mode("shop", Map.of("wait", "inside"), POD))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"container, CONTAINER", "probe, PROBE", "Container, -", "'', -"})
    void whereNothingCouldBeReadTheLabelOfTheChartCounts(String label, GateMode mode) {
        OptIn optIn = of(List.of(), new Installation.Unknown("the webhook configurations may not be read"));
        Map<String, String> labels = Map.of("sidecar-first.io/injection", "enabled", "sidecar-first.io/gate", label);
        assertThat(optIn.of("shop", labels, POD)).isEqualTo(OptIn.Answer.YES);
        assertThat(optIn.coverage("shop", labels, POD).mode()).isEqualTo(mode);
        assertThat(optIn.of("shop", Map.of("sidecar-first.io/gate", label), POD))
                .isEqualTo(OptIn.Answer.NO);
        assertThat(optIn.coverage("shop", Map.of("sidecar-first.io/gate", label), POD)
                        .mode())
                .isNull();
    }

    @Test
    void aLabelledPodInANamespaceThatDidNotOptIn() {
        OptIn optIn = of(List.of(), new Installation.Assumed());
        JsonNode labelled = json("{\"labels\":{\"sidecar-first.io/injection\":\"enabled\"}}");
        assertThat(optIn.mode("shop", Map.of("sidecar-first.io/gate", "container"), labelled))
                .contains(GateMode.CONTAINER);
        assertThat(optIn.mode("kube-system", Map.of("sidecar-first.io/gate", "container"), labelled))
                .isEmpty();
    }
}
