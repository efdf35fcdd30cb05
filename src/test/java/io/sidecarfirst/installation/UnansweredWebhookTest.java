package io.sidecarfirst.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A refusal of the API server because our webhook does not answer, and others. */
class UnansweredWebhookTest {
    private static final Installation WEBHOOK =
            new Installation.Webhook(List.of("zz-sidecar-first"), List.of("gates"), List.of());

    private static final String OURS = "Internal error occurred: failed calling webhook \"pods.sidecar-first.io\":"
            + " failed to call webhook: Post \"https://sidecar-first.gates.svc:443/mutate\": connection refused";

    @Test
    void theWayOut() {
        assertThat(UnansweredWebhook.remedy(OURS, WEBHOOK))
                .hasValue("The webhook had to be asked (failurePolicy Fail), and did not answer: kubectl get pods -n"
                        + " gates. The way out for one workload: the label sidecar-first.io/injection=disabled on its"
                        + " Pods; for all: kubectl delete mutatingwebhookconfiguration zz-sidecar-first, which helm"
                        + " upgrade brings back");
    }

    @Test
    void whereItMayNotBeRead() {
        assertThat(UnansweredWebhook.remedy(OURS, new Installation.Unknown("forbidden")))
                .hasValue("The webhook had to be asked (failurePolicy Fail), and did not answer. The way out for one"
                        + " workload: the label sidecar-first.io/injection=disabled on its Pods");
    }

    @Test
    void anotherWebhookOrAnotherCause() {
        assertThat(UnansweredWebhook.remedy(OURS.replace("pods.sidecar-first.io", "pods.example.com"), WEBHOOK))
                .isEmpty();
        assertThat(UnansweredWebhook.remedy("exceeded quota: pods of sidecar-first.io", WEBHOOK))
                .isEmpty();
    }
}
