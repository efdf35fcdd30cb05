package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.manifest.Manifest;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GuessedGatesTest {

    private static JsonNode pod(String annotations) {
        return Manifest.parse("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web
                  annotations: {%s}
                spec:
                  initContainers:
                  - name: proxy
                    image: proxy:1
                    restartPolicy: Always
                    ports: [{containerPort: 8080}]
                    startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 86400}
                  containers:
                  - {name: app, image: app:1}
                """.formatted(annotations)).trees().get(0);
    }

    private static String status(String source) {
        return "sidecar-first.io/status: '{\"proxy\":{\"gated\":\"" + source + "\",\"period\":1,\"threshold\":86400}}'";
    }

    @Test
    void aPortThatNobodyAskedForIsAGuess() {
        assertThat(GuessedGates.in(pod(status("port")))).isEqualTo(Set.of("proxy"));
    }

    @Test
    void whatSomebodyStatedIsNone() {
        assertThat(GuessedGates.in(pod(status("readinessProbe")))).isEmpty();
        assertThat(GuessedGates.in(pod(status("port") + ", proxy.sidecar-first.io/port: \"8080\"")))
                .isEmpty();
        assertThat(GuessedGates.in(pod(""))).as("another's startupProbe").isEmpty();
    }
}
