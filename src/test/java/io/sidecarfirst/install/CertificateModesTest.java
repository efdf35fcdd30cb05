package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.ForeignKinds;
import io.sidecarfirst.cluster.RequiresK3s;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Certificates that somebody else makes. What the replicas make themselves is in the other tests. */
@RequiresK3s
class CertificateModesTest {
    private static final String MISTRUST = "API servers do not trust what is served";

    private final Cluster cluster = Cluster.shared();

    /** Without a restart. */
    private static void awaitServed(Replicas replicas, X509Certificate leaf) {
        Set<String> before = replicas.names();
        replicas.nudge();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> replicas.leaves().equals(Set.of(leaf)));
        assertThat(replicas.names()).isEqualTo(before);
        assertThat(replicas.pods())
                .allSatisfy(pod -> assertThat(
                                pod.getStatus().getContainerStatuses().get(0).getRestartCount())
                        .isZero());
    }

    @Test
    void certManager() throws Exception {
        try (ForeignKinds kinds = ForeignKinds.define(cluster);
                HelmInstallation installation = HelmInstallation.own("by-cert-manager");
                OptedIn namespace = OptedIn.to(installation)) {
            assertThat(kinds).isNotNull();
            StandInCertManager certManager = new StandInCertManager(installation);
            Replicas replicas = new Replicas(installation);
            CompletableFuture<Void> install =
                    CompletableFuture.runAsync(() -> installation.install("certificates: {mode: cert-manager}"));

            X509Certificate first = certManager.issue();
            certManager.inject();
            install.get(2, TimeUnit.MINUTES);
            assertThat(namespace.gates()).isTrue();
            assertThat(replicas.leaves()).containsExactly(first);

            awaitServed(replicas, certManager.issue());
            assertThat(namespace.gates()).isTrue();
        }
    }

    @Test
    void provided() {
        try (HelmInstallation installation = HelmInstallation.own("provided");
                OptedIn namespace = OptedIn.to(installation)) {
            Replicas replicas = new Replicas(installation);
            TestAuthority authority = TestAuthority.create("the company's");
            String server = installation.fullName() + "." + installation.namespace() + ".svc";
            cluster.namespace(installation.namespace(), Map.of());
            provide(installation, authority.server(server));

            // Not ready, since API servers would not accept it; and why.
            String wrong = values(TestAuthority.create("another"));
            assertThatThrownBy(() -> installation.install(wrong, 12)).hasMessageContaining("deadline exceeded");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(complaints(replicas)).hasSize(1));
            assertThat(complaints(replicas).get(0).toString())
                    .contains("CN=" + server, "CN=another", "does not verify it for " + server);
            assertThat(replicas.deployment().get().getStatus().getReadyReplicas())
                    .isNull();
            assertThatThrownBy(() -> installation.test(20)).hasMessageContaining(installation.fullName() + "-test");

            // Put right, without a restart.
            Set<String> before = replicas.names();
            installation.upgrade(values(authority));
            assertThat(replicas.names()).isEqualTo(before);
            assertThat(namespace.gates()).isTrue();

            TestAuthority.Issued renewed = authority.server(server);
            provide(installation, renewed);
            awaitServed(replicas, renewed.certificate());
            assertThat(namespace.gates()).isTrue();
        }
    }

    private static String values(TestAuthority authority) {
        return """
                replicaCount: 1
                certificates: {mode: provided, provided: {secretName: my-tls, caBundle: "%s"}}
                """.formatted(authority.pem().replace("\n", "\\n"));
    }

    private void provide(HelmInstallation installation, TestAuthority.Issued issued) {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("my-tls")
                        .withNamespace(installation.namespace())
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .addToData("tls.crt", StandInCertManager.base64(issued.certificatePem()))
                        .addToData("tls.key", StandInCertManager.base64(issued.keyPem()))
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    /** The lines in which the replica complains. */
    private static List<JsonNode> complaints(Replicas replicas) {
        return replicas.names().stream()
                .flatMap(name -> replicas.log(name).lines())
                .filter(line -> line.contains(MISTRUST))
                .map(JsonMapper.shared()::readTree)
                .toList();
    }
}
