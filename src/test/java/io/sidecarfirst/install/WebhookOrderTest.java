package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.PatchingWebhook;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.cluster.WebhookRegistration;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Somebody else's webhook adds a sidecar to a Pod that has none. API servers ask webhooks in the order of their names,
 * and once more only those that were asked before: where the condition of the chart kept a Pod without sidecars away
 * from sidecar-first, it does not learn of one that comes later.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookOrderTest {
    private static final String SIDECARS = """
            [{"op":"add","path":"/spec/initContainers","value":[{"name":"late","image":"nginx:latest",\
            "restartPolicy":"Always","ports":[{"containerPort":8080}]}]}]""";

    private final Cluster cluster = Cluster.shared();
    private final String label = WebhookRegistration.label();
    private HelmInstallation withoutCondition;
    private PatchingWebhook injector;

    @BeforeAll
    void start() throws IOException {
        withoutCondition = HelmInstallation.own("order");
        withoutCondition.install("""
                replicaCount: 1
                webhook: {onlyUngatedSidecars: false}
                """);
        injector = PatchingWebhook.start(
                cluster,
                review -> PatchingWebhook.allowing(
                        review, review.at("/request/object/spec").has("initContainers") ? "[]" : SIDECARS));
    }

    @AfterAll
    void stop() {
        injector.close();
        withoutCondition.close();
    }

    /** What becomes of a Pod without sidecars once a webhook of that name adds one. */
    private JsonNode gateOfTheInjected(String injectorName, OptedIn namespace) {
        try (WebhookRegistration registration = WebhookRegistration.create(
                cluster, injectorName, injector.url(), injector.authorityPem(), label, false)) {
            registration.awaiting(() -> namespace
                    .dryRun(OptedIn.podWithoutSidecar())
                    .body()
                    .at("/spec/initContainers/0")
                    .isObject());
            assertThat(namespace.gates()).isTrue();
            Cluster.Answer answer = namespace.create(OptedIn.podWithoutSidecar());
            assertThat(answer.body().at("/spec/initContainers/0/name").asString())
                    .isEqualTo("late");
            return OptedIn.gate(answer);
        }
    }

    private OptedIn namespace(HelmInstallation installation) {
        return OptedIn.with(cluster, Map.of(installation.label(), "enabled", label, "enabled"));
    }

    @Test
    void aSidecarThatComesLaterIsMissedWithTheCondition() {
        try (OptedIn namespace = namespace(HelmInstallation.shared())) {
            assertThat(gateOfTheInjected("zzz-injector", namespace).isMissingNode())
                    .isTrue();
        }
    }

    @Test
    void aSidecarThatComesLaterIsGatedWithoutTheCondition() {
        try (OptedIn namespace = namespace(withoutCondition)) {
            assertThat(gateOfTheInjected("zzz-injector", namespace)
                            .at("/tcpSocket/port")
                            .asInt())
                    .isEqualTo(8080);
        }
    }

    @Test
    void aSidecarThatComesEarlierIsGatedWithTheCondition() {
        try (OptedIn namespace = namespace(HelmInstallation.shared())) {
            assertThat(gateOfTheInjected("aa-injector", namespace)
                            .at("/tcpSocket/port")
                            .asInt())
                    .isEqualTo(8080);
        }
    }
}
