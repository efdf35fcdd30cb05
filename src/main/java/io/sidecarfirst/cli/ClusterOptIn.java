package io.sidecarfirst.cli;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.explain.AdmissionObjects;
import io.sidecarfirst.explain.Installed;
import io.sidecarfirst.explain.OptIn;
import io.sidecarfirst.explain.Reach;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What of sidecar-first a cluster has, and which Pods that selects, as far as it may be read. Nothing is asked twice. */
final class ClusterOptIn {
    private static final String GROUP = "apis/admissionregistration.k8s.io/";
    private static final List<String> POLICY_VERSIONS = List.of("v1", "v1beta1");

    private final ApiServer server;
    private final Map<String, Optional<Map<String, String>>> namespaces = new HashMap<>();
    private Optional<OptIn> known = Optional.empty();

    ClusterOptIn(ApiServer server) {
        this.server = server;
    }

    /** @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer */
    OptIn optIn() throws InterruptedException {
        if (known.isEmpty()) {
            known = Optional.of(OptIn.of(objects()));
        }
        return known.get();
    }

    /**
     * Whether it decides on a Pod.
     *
     * @param metadata the Pod's own
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    Reach reach(String namespace, JsonNode metadata) throws InterruptedException {
        return optIn().reach(namespace, labels(namespace), metadata);
    }

    private AdmissionObjects objects() throws InterruptedException {
        List<JsonNode> configurations = new ArrayList<>();
        List<JsonNode> policies = new ArrayList<>();
        List<JsonNode> bindings = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        if (read("v1/mutatingwebhookconfigurations", configurations) != HttpURLConnection.HTTP_OK) {
            unread.add("the webhook configurations");
        }
        if (!policies(policies, bindings)) {
            policies.clear();
            unread.add("the admission policies");
        }
        return new AdmissionObjects(
                configurations,
                policies,
                bindings,
                unread.isEmpty()
                        ? new Installed.Nothing()
                        : new Installed.Unknown(String.join(" and ", unread) + " may not be read"));
    }

    /** Whether they could be read. An older API server has none, or only an older version of them. */
    private boolean policies(List<JsonNode> policies, List<JsonNode> bindings) throws InterruptedException {
        for (String version : POLICY_VERSIONS) {
            int code = read(version + "/mutatingadmissionpolicies", policies);
            if (code != HttpURLConnection.HTTP_NOT_FOUND) {
                return code == HttpURLConnection.HTTP_OK
                        && read(version + "/mutatingadmissionpolicybindings", bindings) == HttpURLConnection.HTTP_OK;
            }
        }
        return true;
    }

    private int read(String list, List<JsonNode> into) throws InterruptedException {
        return server.list(GROUP + list, "", into::add).code();
    }

    /**
     * The labels of a namespace, as far as they may be read.
     *
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    Optional<Map<String, String>> labels(String namespace) throws InterruptedException {
        Optional<Map<String, String>> labels = namespaces.get(namespace);
        if (labels == null) {
            ApiServer.Answer answer = server.get("api/v1/namespaces/" + namespace);
            labels = answer.code() == HttpURLConnection.HTTP_OK
                    ? Optional.of(OptIn.labels(answer.body().path("metadata")))
                    : Optional.empty();
            namespaces.put(namespace, labels);
        }
        return labels;
    }
}
