package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.installation.AdmissionObjects;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What of sidecar-first a cluster has, and which Pods that selects, as far as it may be read. Nothing is asked twice.
 */
public final class InstallationReader {
    private static final String GROUP = "apis/admissionregistration.k8s.io/";
    private static final List<String> POLICY_VERSIONS = List.of("v1", "v1beta1");

    /** The chart's Deployment. */
    private static final String SERVER_LABELS = URLEncoder.encode(
            "app.kubernetes.io/name=sidecar-first,app.kubernetes.io/component=webhook", StandardCharsets.UTF_8);

    private final ApiServer server;
    private final Map<String, Optional<Map<String, String>>> namespaces = new HashMap<>();
    private @Nullable OptIn known;

    public InstallationReader(ApiServer server) {
        this.server = server;
    }

    /**
     * Which Pods what is installed selects.
     *
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public OptIn optIn() throws InterruptedException {
        if (known == null) {
            OptIn found = OptIn.of(objects());
            known = found.with(located(found.installation()));
        }
        return known;
    }

    /** The same, with what the chart's Deployments tell of where its server runs, where nothing else does. */
    private Installation located(Installation installation) throws InterruptedException {
        if (installation instanceof Installation.Nothing) {
            return new Installation.Nothing(release());
        }
        Installation.Webhook webhook = installation.asWebhook().orElse(null);
        return webhook == null
                        || !webhook.servedIn().isEmpty()
                        || webhook.urls().isEmpty()
                ? installation
                : installation.runningIn(namespacesOf(webhook));
    }

    /** Where a Deployment of the chart serves that webhook configuration, as far as that may be read. */
    private List<String> namespacesOf(Installation.Webhook webhook) throws InterruptedException {
        List<String> options = webhook.configurations().stream()
                .map(configuration -> "--webhook-configuration=" + configuration)
                .toList();
        return deployments(server).stream()
                .filter(deployment -> deployment
                        .at("/spec/template/spec/containers")
                        .valueStream()
                        .flatMap(container -> container.path("args").valueStream())
                        .anyMatch(argument -> options.contains(argument.asString(""))))
                .map(deployment -> deployment.at("/metadata/namespace").asString(""))
                .distinct()
                .toList();
    }

    /**
     * Whether it decides on a Pod.
     *
     * @param metadata the Pod's own
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public Coverage coverage(String namespace, JsonNode metadata) throws InterruptedException {
        return optIn().coverage(namespace, labels(namespace).orElse(null), metadata);
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
                        ? new Installation.Nothing()
                        : new Installation.Unknown(String.join(" and ", unread) + " may not be read"));
    }

    /** What the chart has installed, though no webhook configuration leads there; as far as that may be read. */
    private Installation.@Nullable Release release() throws InterruptedException {
        return deployments(server).stream()
                .map(deployment -> deployment.path("metadata"))
                .map(metadata -> new Installation.Release(
                        metadata.path("labels")
                                .path("app.kubernetes.io/instance")
                                .asString(""),
                        metadata.path("namespace").asString("")))
                .filter(release -> !release.name().isEmpty())
                .findFirst()
                .orElse(null);
    }

    /**
     * The Deployments that the chart has made in any namespace, as far as they may be read.
     *
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public static List<JsonNode> deployments(ApiServer server) throws InterruptedException {
        List<JsonNode> deployments = new ArrayList<>();
        server.list("apis/apps/v1/deployments", "labelSelector=" + SERVER_LABELS, deployments::add);
        return deployments;
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
     * Whether there is no such namespace; not where it may not be read.
     *
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public static boolean isAbsent(ApiServer server, String namespace) throws InterruptedException {
        return server.get("api/v1/namespaces/" + ApiServer.segment(namespace), "Namespace")
                        .code()
                == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /**
     * The labels of a namespace, as far as they may be read.
     *
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public Optional<Map<String, String>> labels(String namespace) throws InterruptedException {
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
