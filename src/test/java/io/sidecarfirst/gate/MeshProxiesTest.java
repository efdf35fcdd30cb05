package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods with more than one proxy. */
class MeshProxiesTest {
    /** A Pod of two services has a proxy for each, and the kubelet reaches both directly. */
    @Test
    void noProxyOfAMeshIsBehindAnother() {
        Pod pod = Yaml.pod("""
                spec:
                  initContainers:
                  - {name: consul-dataplane-api, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 20000}}}
                  - {name: consul-dataplane-web, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 20001}}}
                  - {name: other, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 9000}}}
                  containers: [{name: app}]
                """);
        Plan plan = Gates.DEFAULT.plan(pod);
        assertThat(plan.gates())
                .extracting(gated -> gated.sidecar().name())
                .containsExactly("consul-dataplane-api", "consul-dataplane-web");
        assertThat(plan.verdicts().get(2).entry()).containsEntry("skipped", Reason.INTERCEPTED.id());
    }

    /** It is not known to which of them the redirect goes. */
    @ParameterizedTest
    @CsvSource({
        "app, app, intercepted",
        "app, gateway, waits-for-later-container",
        "gateway, app, waits-for-later-container",
    })
    void whatLooksLikeAProxyMayBeEarlierAndLater(String main, String secondMain, String reason) {
        Pod pod = Yaml.pod("""
                spec:
                  initContainers:
                  - {name: setup, securityContext: {capabilities: {add: [NET_ADMIN]}}}
                  - {name: envoy, restartPolicy: Always}
                  - {name: shipper, restartPolicy: Always, readinessProbe: {httpGet: {port: 9000}}}
                  containers: [{name: %s}, {name: %s}]
                """.formatted(main, secondMain));
        assertThat(Gates.DEFAULT.plan(pod).verdicts().get(1).entry()).containsEntry("skipped", reason);
    }
}
