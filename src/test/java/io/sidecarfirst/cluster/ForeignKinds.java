package io.sidecarfirst.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Kinds of cert-manager and of the Prometheus operator, as far as a chart needs them; the real ones check more. */
public final class ForeignKinds implements AutoCloseable {
    private static final Map<String, String> GROUPS = Map.of(
            "ServiceMonitor", "monitoring.coreos.com",
            "PodMonitor", "monitoring.coreos.com",
            "PrometheusRule", "monitoring.coreos.com",
            "Certificate", "cert-manager.io",
            "Issuer", "cert-manager.io");

    private static final String DEFINITION = """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "PLURAL.GROUP"},
             "spec": {"group": "GROUP", "scope": "Namespaced", "names": {"kind": "KIND", "plural": "PLURAL"},
              "versions": [{"name": "v1", "served": true, "storage": true,
               "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}]}}
            """;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Cluster cluster;

    private ForeignKinds(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The API server knows them when this returns. */
    public static ForeignKinds define(Cluster cluster) {
        GROUPS.forEach((kind, group) -> cluster.client()
                .resource(DEFINITION
                        .replace("KIND", kind)
                        .replace("PLURAL", plural(kind))
                        .replace("GROUP", group))
                .create());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> GROUPS.entrySet().stream()
                        .allMatch(entry -> cluster.client()
                                .raw("/apis/" + entry.getValue() + "/v1")
                                .contains(plural(entry.getKey()))));
        return new ForeignKinds(cluster);
    }

    private static String plural(String kind) {
        return kind.toLowerCase(Locale.ROOT) + "s";
    }

    /** And all objects of these kinds; the API server does not know them any more when this returns. */
    @Override
    public void close() {
        GROUPS.forEach((kind, group) -> {
            var definition = cluster.client()
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(plural(kind) + "." + group);
            definition.delete();
            await().atMost(PATIENCE).until(() -> definition.get() == null);
        });
    }
}
