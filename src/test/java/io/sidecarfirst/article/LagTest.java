package io.sidecarfirst.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.install.HelmInstallation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * How long users wait from "the sidecar serves" to "the main starts": sidecar-first beside the recipe. Printed, not
 * judged.
 */
@RequiresK3s
class LagTest {
    private static final String OURS = "with-sidecar-first";
    private static final String RECIPE = "with-the-recipe";

    @Test
    void theMainStartsAfterNginxServes() {
        HelmInstallation.shared();
        awaitSettledKubelet();
        try (ArticleNamespace namespace = ArticleNamespace.with("article-lag")) {
            for (String pod : new String[] {OURS, RECIPE}) {
                namespace.create("lag/" + pod);
            }
            double ours = lag(namespace, OURS);
            double recipe = lag(namespace, RECIPE);
            System.out.printf(
                    "lag, nginx serves -> main starts: %.1f s with sidecar-first, %.1f s with the recipe"
                            + " (initialDelay 5, period 30)%n",
                    ours, recipe);
        }
    }

    /** Each container says itself when: on one clock, that of the node. */
    private static double lag(ArticleNamespace namespace, String pod) {
        Reports reports = new Reports(namespace.name());
        double serves = reports.written(pod, "nginx");
        double starts = reports.written(pod, "myapp");
        assertThat(starts).as(pod).isGreaterThan(serves);
        return starts - serves;
    }

    /**
     * A kubelet that is younger than a probe's period spreads the first probes at random, so that they may come early.
     */
    private static void awaitSettledKubelet() {
        Instant up = Cluster.shared().client().nodes().list().getItems().stream()
                .map(node -> Instant.parse(node.getMetadata().getCreationTimestamp()))
                .max(Instant::compareTo)
                .orElseThrow();
        await().atMost(Duration.ofMinutes(2)).until(() -> Instant.now().isAfter(up.plusSeconds(35)));
    }
}
