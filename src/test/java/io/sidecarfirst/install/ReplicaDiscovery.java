package io.sidecarfirst.install;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a Prometheus which replicas there are, as the chart's PodMonitor would: Debian's has no
 * {@code kubernetes_sd_configs}, but <a href="https://prometheus.io/docs/prometheus/latest/http_sd/">http_sd_configs</a>.
 * They are scraped through the API server, since Pods are not reached from this machine.
 */
final class ReplicaDiscovery implements AutoCloseable {
    private static final int HEALTH_PORT = 8081;

    private final HelmInstallation installation;
    private final Replicas replicas;
    private final HttpServer server;

    private ReplicaDiscovery(HelmInstallation installation) throws IOException {
        this.installation = installation;
        this.replicas = new Replicas(installation);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = JsonMapper.shared().writeValueAsString(targets()).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    static ReplicaDiscovery of(HelmInstallation installation) {
        try {
            return new ReplicaDiscovery(installation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a Prometheus asks. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private List<Map<String, Object>> targets() {
        return replicas.pods().stream()
                .filter(pod -> pod.getStatus().getPodIP() != null)
                .map(this::target)
                .toList();
    }

    private Map<String, Object> target(Pod pod) {
        String name = pod.getMetadata().getName();
        URI apiServer =
                URI.create(installation.cluster().client().getMasterUrl().toString());
        return Map.of(
                "targets",
                List.of(apiServer.getAuthority()),
                "labels",
                Map.of(
                        "__metrics_path__",
                        "/api/v1/namespaces/%s/pods/%s:%d/proxy/metrics"
                                .formatted(installation.namespace(), name, HEALTH_PORT),
                        "namespace",
                        installation.namespace(),
                        "pod",
                        name,
                        "instance",
                        pod.getStatus().getPodIP() + ":" + HEALTH_PORT));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
