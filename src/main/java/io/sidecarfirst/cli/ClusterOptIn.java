package io.sidecarfirst.cli;

import io.sidecarfirst.cluster.ApiServer;
import io.sidecarfirst.explain.OptIn;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Which Pods are opted in: what a cluster's webhook configurations select, as far as they may be read. */
final class ClusterOptIn {
    private static final String LIST = "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

    private ClusterOptIn() {}

    /** @throws io.sidecarfirst.cluster.ClusterException if there is no answer */
    static OptIn read(ApiServer server) throws InterruptedException {
        List<JsonNode> ours = new ArrayList<>();
        ApiServer.Answer answer = server.list(LIST, "", configuration -> {
            if (OptIn.isOurs(configuration)) {
                ours.add(configuration);
            }
        });
        if (answer.code() != HttpURLConnection.HTTP_OK) {
            return OptIn.byDefaultLabel("the webhook configurations may not be read");
        }
        return OptIn.of(ours)
                .orElseGet(() -> OptIn.byDefaultLabel("no webhook configuration of sidecar-first is installed"));
    }
}
