package io.sidecarfirst.cluster;

import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.server.Limits;
import io.sidecarfirst.server.ListenAddress;
import io.sidecarfirst.server.Metrics;
import io.sidecarfirst.server.Readiness;
import io.sidecarfirst.server.ReviewPaths;
import io.sidecarfirst.server.WebhookServer;
import java.time.Duration;

/** The endpoint in this JVM, where the cluster can reach it. */
final class LocalWebhook implements AutoCloseable {
    private final WebhookServer server;
    private final TestAuthority authority;
    private final String url;

    private LocalWebhook(WebhookServer server, TestAuthority authority, String address) {
        this.server = server;
        this.authority = authority;
        this.url = "https://" + address + ":" + server.port() + "/mutate";
    }

    static LocalWebhook start(Cluster cluster, Gate gate) {
        TestAuthority authority = TestAuthority.create("webhook-ca");
        String address = cluster.hostAddress();
        WebhookServer server = WebhookServer.start(
                new ListenAddress("0.0.0.0", 0, Duration.ofSeconds(5)),
                ServerTls.context(
                        new ReloadableKeyManager(authority.server(address).material())),
                false,
                Limits.DEFAULTS,
                ReviewPaths.of(gate),
                new Metrics(),
                new Readiness());
        return new LocalWebhook(server, authority, address);
    }

    String url() {
        return url;
    }

    String authorityPem() {
        return authority.pem();
    }

    @Override
    public void close() {
        server.close();
    }
}
