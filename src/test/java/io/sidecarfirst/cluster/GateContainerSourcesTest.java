package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.gate.GateContainer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Each kind of probe, asked by the gate container; {@code exec} by the kubelet. nginx answers to all of them. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateContainerSourcesTest {
    /** On HTTP/2, POST is answered by a file: a message of gRPC that says SERVING, and its status behind it. */
    private static final String NGINX = """
            server {
              listen 8443 ssl;
              ssl_certificate /settings/tls.crt;
              ssl_certificate_key /settings/tls.key;
              location /ready { return 204; }
            }
            server {
              listen 9000 http2;
              root /tmp;
              types { }
              default_type application/grpc;
              location = /grpc.health.v1.Health/Check {
                error_page 404 405 =200 /serving;
                add_trailer grpc-status 0 always;
              }
              location = /serving { add_trailer grpc-status 0 always; }
            }
            """;

    private ContainerMode mode;
    private String namespace;

    @BeforeAll
    void start() {
        mode = ContainerMode.start("zz-gate-container-sources");
        namespace = mode.namespace("gate-container-sources", Map.of());
        TestAuthority.Issued certificate =
                TestAuthority.create("nobody trusts it").server("example.com");
        ObjectNode settings = JsonMapper.shared().createObjectNode();
        settings.put("apiVersion", "v1").put("kind", "ConfigMap");
        settings.putObject("metadata").put("name", "settings");
        settings.putObject("data")
                .put("nginx.conf", NGINX)
                .put("tls.crt", certificate.certificatePem())
                .put("tls.key", certificate.keyPem());
        Cluster.Answer answer =
                Cluster.shared().create("api/v1/namespaces/" + namespace + "/configmaps", settings, false);
        assertThat(answer.created()).as(answer.body().toString()).isTrue();
    }

    @AfterAll
    void stop() {
        mode.close();
    }

    private static String pod(String name, String probe) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{name: settings, configMap: {name: settings}}]
                  initContainers:
                  - name: proxy
                    image: nginx:latest
                    restartPolicy: Always
                    command:
                    - sh
                    - -c
                    - printf '\\0\\0\\0\\0\\2\\10\\1' >/tmp/serving;
                      cp /settings/nginx.conf /etc/nginx/conf.d/more.conf;
                      sleep 2; touch /tmp/served; cut -d' ' -f1 /proc/uptime; exec nginx -g 'daemon off;'
                    ports: [{containerPort: 8443}, {containerPort: 9000}]
                    volumeMounts: [{name: settings, mountPath: /settings}]
                    readinessProbe: %s
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sh, -c, "cut -d' ' -f1 /proc/uptime; exec sleep 3600"]
                """.formatted(name, probe);
    }

    private KubeletPod asked(String name, String probe) {
        KubeletPod pod = KubeletPod.create(namespace, pod(name, probe));
        JsonNode report = pod.awaitGateReport();
        assertThat(report.at("/proxy").has("passedAfterSeconds"))
                .as(report.toString())
                .isTrue();
        assertThat(pod.awaitWritten("app")).isGreaterThan(pod.awaitWritten("proxy"));
        return pod;
    }

    /** The kubelet's own probe passes, too: so nginx answers as such a server does. */
    private static void awaitReady(KubeletPod pod) {
        pod.awaitReady("proxy");
    }

    @Test
    void https() {
        awaitReady(asked("https", "{httpGet: {scheme: HTTPS, path: /ready, port: 8443}}"));
    }

    @Test
    void grpc() {
        awaitReady(asked("grpc", "{grpc: {port: 9000}}"));
    }

    @Test
    void tcp() {
        awaitReady(asked("tcp", "{tcpSocket: {port: 9000}}"));
    }

    @Test
    void execStaysAStartupProbe() {
        KubeletPod pod = KubeletPod.create(namespace, pod("exec", "{exec: {command: [test, -e, /tmp/served]}}"));
        assertThat(pod.initContainers()).doesNotContain(GateContainer.NAME);
        assertThat(pod.container("proxy").at("/startupProbe/exec").isObject()).isTrue();
        assertThat(pod.awaitWritten("app")).isGreaterThan(pod.awaitWritten("proxy"));
    }
}
