package io.sidecarfirst.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The certificate that the server makes itself, by way of an API server: that is what it does first in a cluster. */
final class ClusterTask implements TrainingTask {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StandInApiServer server;
    private final Path kubeconfig;

    ClusterTask(StandInApiServer server) throws IOException {
        this.server = server;
        String authority = Base64.getEncoder().encodeToString(server.pem().getBytes(StandardCharsets.US_ASCII));
        kubeconfig = Files.writeString(Files.createTempFile("kubeconfig", ".yaml"), """
                apiVersion: v1
                kind: Config
                current-context: training
                contexts: [{name: training, context: {cluster: training, user: training}}]
                clusters: [{name: training, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
                users: [{name: training, user: {token: training}}]
                """.formatted(server.port(), authority));
    }

    @Override
    public List<String> options() {
        server.forget();
        return List.of(
                "--tls-secret=training/tls",
                "--tls-server-name=sidecar-first.training.svc",
                "--webhook-configuration=zz-training",
                "--bind-address=127.0.0.1",
                "--shutdown-delay-seconds=0");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("KUBECONFIG", kubeconfig.toString());
    }

    /**
     * Loses the Secret, so that a renewal is learnt as well: the server makes it again, with a next certificate in it.
     */
    @Override
    public void run(RunningServer serve) throws InterruptedException {
        server.forgetSecret();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!server.hasNext()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the Secret was not made again");
            }
            Thread.sleep(100);
        }
    }
}
