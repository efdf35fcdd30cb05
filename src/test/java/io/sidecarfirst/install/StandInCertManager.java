package io.sidecarfirst.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.certificates.TestAuthority;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does to Certificates and to webhook configurations what cert-manager and its cainjector do. */
final class StandInCertManager {
    private static final String INJECT = "cert-manager.io/inject-ca-from";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestAuthority authority = TestAuthority.create("cert-manager's issuer");
    private final KubernetesClient client;
    private final HelmInstallation installation;

    StandInCertManager(HelmInstallation installation) {
        this.client = installation.cluster().client();
        this.installation = installation;
    }

    private Optional<GenericKubernetesResource> certificate(String namespace, String name) {
        return Optional.ofNullable(client.genericKubernetesResources("cert-manager.io/v1", "Certificate")
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** Waits for the Certificate, and writes its Secret; on a second call it renews it. What it issued. */
    X509Certificate issue() {
        String name = installation.fullName();
        await().atMost(PATIENCE)
                .until(() -> certificate(installation.namespace(), name).isPresent());
        GenericKubernetesResource certificate =
                certificate(installation.namespace(), name).orElseThrow();
        List<String> names = certificate.get("spec", "dnsNames");
        String secret = certificate.get("spec", "secretName");
        TestAuthority.Issued issued = authority.server(names.toArray(String[]::new));
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(secret)
                        .withNamespace(installation.namespace())
                        .withAnnotations(Map.of(
                                "cert-manager.io/certificate-name",
                                name,
                                "cert-manager.io/alt-names",
                                String.join(",", names)))
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .addToData("ca.crt", base64(authority.pem()))
                        .addToData("tls.crt", base64(issued.certificatePem()))
                        .addToData("tls.key", base64(issued.keyPem()))
                        .build())
                .forceConflicts()
                .serverSideApply();
        return issued.certificate();
    }

    /** Follows the annotation of the webhook configuration to the Secret, whose authority becomes the caBundle. */
    void inject() {
        var configuration = Trust.configuration(installation);
        await().atMost(PATIENCE).until(() -> configuration.get() != null);
        String[] from =
                configuration.get().getMetadata().getAnnotations().get(INJECT).split("/", -1);
        String secret = certificate(from[0], from[1]).orElseThrow().get("spec", "secretName");
        Trust.write(
                installation,
                client.secrets()
                        .inNamespace(from[0])
                        .withName(secret)
                        .get()
                        .getData()
                        .get("ca.crt"));
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
