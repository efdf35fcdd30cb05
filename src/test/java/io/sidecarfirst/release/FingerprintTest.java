package io.sidecarfirst.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final String WRITTEN = """
            image: proxy:1, command: [serve], args: [--a, --b], env: [{name: A, value: x}, {name: B, value: ''}],
            envFrom: [{configMapRef: {name: c}}], ports: [{containerPort: 8080}, {containerPort: 9090, name: m}]
            """;

    private static Fingerprint of(String fields) {
        return of("", fields);
    }

    private static Fingerprint of(String metadata, String fields) {
        Pod pod = Yaml.podWithSidecar(metadata, fields, "");
        return Fingerprint.of(pod, pod.sidecars().get(0));
    }

    /** Whoever changes how fingerprints are made makes all that is remembered void. */
    @Test
    void isTheSameInEveryVersion() {
        assertThat(of(WRITTEN)).hasToString("95bf7e0ae7e4a9d8");
    }

    /** What it fills in, for a Pod on its node's network. */
    @Test
    void isThatOfWhatAnApiServerMakesOfIt() {
        assertThat(of("""
                args: [--a, --b], command: [serve], env: [{name: A, value: x}, {name: B}],
                envFrom: [{configMapRef: {name: c}}], image: 'proxy:1', imagePullPolicy: IfNotPresent,
                ports: [{containerPort: 8080, hostPort: 8080, protocol: TCP},
                  {containerPort: 9090, hostPort: 9090, name: m, protocol: TCP}], resources: {},
                terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File,
                startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1},
                volumeMounts: [{mountPath: /var/run/secrets/kubernetes.io/serviceaccount, name: kube-api-access-x7bq2,
                  readOnly: true}]
                """)).isEqualTo(of(WRITTEN));
    }

    @Test
    void defaultsBelowDoNotCount() {
        assertThat(of("""
                env: [{name: IP, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: status.podIP}}},
                  {name: CPU, valueFrom: {resourceFieldRef: {divisor: '0', resource: limits.cpu}}}],
                readinessProbe: {httpGet: {path: /, port: 80, scheme: HTTP}, periodSeconds: 10, failureThreshold: 3},
                livenessProbe: {grpc: {port: 90, service: ''}, timeoutSeconds: 1}
                """)).isEqualTo(of("""
                env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}},
                  {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}],
                readinessProbe: {httpGet: {port: 80}}, livenessProbe: {grpc: {port: 90}}
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: proxy:2",
                "image: proxy:1, command: [serve]",
                "image: proxy:1, args: [serve]",
                "image: proxy:1, args: ['']",
                "image: proxy:1, env: [{name: A, value: b}]",
                "image: proxy:1, envFrom: [{secretRef: {name: c}}]",
                "image: proxy:1, ports: [{containerPort: 80}]",
                "image: proxy:1, ports: [{containerPort: 80, protocol: UDP}]",
                "image: proxy:1, readinessProbe: {tcpSocket: {port: 80}}",
                "image: proxy:1, readinessProbe: {httpGet: {port: 80}}",
                "image: proxy:1, readinessProbe: {httpGet: {port: 80, path: /ready}}",
                "image: proxy:1, livenessProbe: {tcpSocket: {port: 80}}"
            })
    void anEditedSidecarHasAnother(String edited) {
        assertThat(of(edited)).isNotEqualTo(of("image: proxy:1"));
    }

    @Test
    void theOrderOfArgumentsVariablesAndPortsCounts() {
        assertThat(of("args: [a, b]")).isNotEqualTo(of("args: [b, a]"));
        assertThat(of("ports: [{containerPort: 1}, {containerPort: 2}]"))
                .isNotEqualTo(of("ports: [{containerPort: 2}, {containerPort: 1}]"));
        assertThat(of("env: [{name: A, value: x}, {name: A, value: y}]"))
                .isNotEqualTo(of("env: [{name: A, value: y}, {name: A, value: x}]"));
    }

    @Test
    void whatAnAnnotationAsksForCounts() {
        String port = "annotations: {proxy.sidecar-first.io/port: '80'}";
        String probe = "annotations: {proxy.sidecar-first.io/probe: '{\"tcpSocket\": {\"port\": 80}}'}";
        String other = "annotations: {app.example.com/port: '80'}";

        assertThat(of(port, "image: a")).isNotEqualTo(of("image: a"));
        assertThat(of(probe, "image: a")).isNotEqualTo(of("image: a")).isNotEqualTo(of(port, "image: a"));
        assertThat(of(other, "image: a")).isEqualTo(of("image: a"));
    }

    @Test
    void anythingIsTakenForASidecar() {
        assertThat(of("image: {a: 1}, command: x, args: {}, env: [1, null, [2]], ports: nothing, readinessProbe: 7"))
                .isNotEqualTo(of(""));
    }

    @Test
    void isSixteenHexadecimalDigits() {
        assertThatThrownBy(() -> new Fingerprint("ABC")).isInstanceOf(IllegalArgumentException.class);
        assertThat(of("").value()).matches("[0-9a-f]{16}");
    }
}
