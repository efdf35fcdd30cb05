package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.KubernetesVersion;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The versions of a cluster's API server and kubelets, as far as they may be read. Nothing is asked twice. */
public final class VersionsReader {
    private final ApiServer server;
    private final Map<String, Optional<KubernetesVersion>> nodes = new HashMap<>();
    private @Nullable ClusterVersions known;

    public VersionsReader(ApiServer server) {
        this.server = server;
    }

    /**
     * Those of the server and of all nodes.
     *
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public ClusterVersions all() throws InterruptedException {
        if (known == null) {
            Set<KubernetesVersion> all = new LinkedHashSet<>();
            int code = server.list("api/v1/nodes", "", node -> {
                        Optional<KubernetesVersion> version = version(node);
                        nodes.put(node.at("/metadata/name").asString(""), version);
                        version.ifPresent(all::add);
                    })
                    .code();
            known = new ClusterVersions(
                    KubernetesVersion.parse(server.get("version")
                                    .body()
                                    .path("gitVersion")
                                    .asString(""))
                            .orElse(null),
                    code == HttpURLConnection.HTTP_OK ? List.copyOf(all) : List.of());
        }
        return known;
    }

    /**
     * Those that count for a Pod: its own node's, once it has one that may be read.
     *
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public ClusterVersions of(JsonNode pod) throws InterruptedException {
        String name = pod.path("spec").path("nodeName").asString("");
        ClusterVersions all = all();
        if (name.isEmpty()) {
            return all;
        }
        Optional<KubernetesVersion> own = nodes.get(name);
        if (own == null) {
            own = version(server.get("api/v1/nodes/" + ApiServer.segment(name)).body());
            nodes.put(name, own);
        }
        return own.map(version -> new ClusterVersions(all.server(), List.of(version)))
                .orElse(all);
    }

    private static Optional<KubernetesVersion> version(JsonNode node) {
        return KubernetesVersion.parse(
                node.at("/status/nodeInfo/kubeletVersion").asString(""));
    }
}
