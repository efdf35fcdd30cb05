package io.sidecarfirst.install;

import io.fabric8.kubernetes.api.model.NodeAddress;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import org.junit.jupiter.api.Test;

/**
 * API servers that are told a URL instead of a Service. The replica listens in the network of its node, and its
 * certificate is for that node's address.
 */
@RequiresK3s
class ByUrlTest {

    private static String nodeAddress() {
        return Cluster.shared().client().nodes().list().getItems().get(0).getStatus().getAddresses().stream()
                .filter(address -> address.getType().equals("InternalIP"))
                .map(NodeAddress::getAddress)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theHostMayBeAnAddress() {
        String address = nodeAddress();
        try (HelmInstallation installation = HelmInstallation.own("by-url");
                OptedIn namespace = OptedIn.to(installation)) {
            installation.install("""
                    replicaCount: 1
                    hostNetwork: true
                    ports: {https: 10260, health: 10261}
                    webhook: {url: "https://%s:10260"}
                    """.formatted(address));

            // An API server takes the answer of no other certificate.
            namespace.awaitGates(true);
        }
    }
}
