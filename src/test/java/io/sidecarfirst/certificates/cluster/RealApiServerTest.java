package io.sidecarfirst.certificates.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.CertificateListener;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulation takes for granted of an API server, asked of a real one. */
@RequiresK3s
class RealApiServerTest {
    private static final String SERVER = "sidecar-first.test.svc";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final String id = "certificates-" + UUID.randomUUID().toString().substring(0, 8);
    private final ObjectName secretName = new ObjectName(id, "sidecar-first-tls");
    /** A server-side apply as Helm 4 makes it. */
    private static final PatchContext AS_HELM = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("helm")
            .withForce(true)
            .build();

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Cluster cluster;
    private KubernetesClient admin;
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        cluster = Cluster.shared();
        admin = cluster.client();
        server = connect(cluster.kubeConfig());
        cluster.namespace(id, Map.of());
        admin.resource(configuration("pods", "canary")).create();
    }

    private ApiServer connect(String kubeconfig) throws IOException {
        Path file = Files.writeString(folder.resolve(UUID.randomUUID() + ".yaml"), kubeconfig);
        ApiServer connected = ApiServer.connect(file, null);
        open.add(connected);
        return connected;
    }

    @AfterEach
    void stop() throws Exception {
        Collections.reverse(open);
        for (AutoCloseable part : open) {
            part.close();
        }
        configuration().delete();
        cluster.deleteNamespace(id);
    }

    private MutatingWebhookConfiguration configuration(String... webhooks) {
        return new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(id)
                .endMetadata()
                .withWebhooks(Stream.of(webhooks)
                        .map(name -> new MutatingWebhookBuilder()
                                .withName(name + ".sidecar-first.test")
                                .withAdmissionReviewVersions("v1")
                                .withSideEffects("None")
                                .withFailurePolicy("Ignore")
                                .withNewNamespaceSelector()
                                .addToMatchLabels("no-namespace", id)
                                .endNamespaceSelector()
                                .withNewClientConfig()
                                .withNewService()
                                .withName("sidecar-first")
                                .withNamespace(id)
                                .endService()
                                .endClientConfig()
                                .build())
                        .toList())
                .build();
    }

    private Resource<MutatingWebhookConfiguration> configuration() {
        return admin.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(id);
    }

    private CaBundle live() {
        return new KubernetesCaBundleStore(server, id).read().orElseThrow().common();
    }

    /** A replica, which looks as it does in a cluster. */
    private final class Replica {
        private final ReloadableKeyManager keys = new ReloadableKeyManager(SelfMadeCertificate.make(List.of()));
        private final AtomicBoolean trusted = new AtomicBoolean();

        Replica() {
            open.add(ReconcileLoop.start(
                    new CertificateReconciler(
                            new KubernetesSecretStore(server, secretName),
                            new KubernetesCaBundleStore(server, id),
                            new Rotation(SERVER, Duration.ofHours(1)),
                            keys,
                            InstantSource.system(),
                            System::nanoTime,
                            () -> trusted.set(true),
                            CertificateListener.NONE),
                    CertificateListener.NONE));
        }

        boolean isTrusted() {
            return trusted.get() && live().verifies(keys.current(), SERVER, Instant.now());
        }
    }

    private List<Replica> replicas(int number) {
        return Stream.generate(Replica::new).limit(number).toList();
    }

    @Test
    void sevenReplicasThatStartAtOnceAgree() {
        List<Replica> replicas = replicas(7);
        await().atMost(SOON).until(() -> replicas.stream().allMatch(Replica::isTrusted));
        assertThat(replicas.stream()
                        .map(replica -> replica.keys.current().leaf())
                        .distinct())
                .hasSize(1);
        assertThat(live().authorities()).hasSize(1);
    }

    @Test
    void anEmptiedCaBundleAndADeletedSecretComeBack() {
        Replica replica = replicas(2).get(0);
        await().atMost(SOON).until(replica::isTrusted);
        configuration().edit(found -> {
            found.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(null));
            return found;
        });
        assertThat(live().authorities()).isEmpty();
        await().atMost(SOON).until(replica::isTrusted);

        admin.secrets().inNamespace(id).withName(secretName.name()).delete();
        // The old certificate stays, and with it a next one waits for its time.
        await().atMost(SOON).until(() -> live().authorities().size() == 2);
        assertThat(replica.isTrusted()).isTrue();
    }

    @Test
    void onlyOurFieldsAreTouched() {
        Replica replica = replicas(1).get(0);
        await().atMost(SOON).until(replica::isTrusted);
        MutatingWebhookConfiguration found = configuration().get();
        ManagedFieldsEntry ours = managedBy(found.getMetadata().getManagedFields(), "sidecar-first");
        assertThat(ours.getFieldsV1().getAdditionalProperties()).containsOnlyKeys("f:webhooks");
        assertThat(String.valueOf(ours.getFieldsV1().getAdditionalProperties()))
                .isEqualTo("{f:webhooks={k:{\"name\":\"canary.sidecar-first.test\"}={f:clientConfig={f:caBundle={}}},"
                        + " k:{\"name\":\"pods.sidecar-first.test\"}={f:clientConfig={f:caBundle={}}}}}");

        Secret secret =
                admin.secrets().inNamespace(id).withName(secretName.name()).get();
        assertThat(String.valueOf(managedBy(secret.getMetadata().getManagedFields(), "sidecar-first")
                        .getFieldsV1()
                        .getAdditionalProperties()))
                .isEqualTo("{f:data={f:ca.crt={}, f:tls.crt={}, f:tls.key={}}}");
    }

    private static ManagedFieldsEntry managedBy(List<ManagedFieldsEntry> entries, String manager) {
        return entries.stream()
                .filter(entry -> entry.getManager().equals(manager))
                .findFirst()
                .orElseThrow();
    }

    /** As an upgrade of the chart adds some. */
    @Test
    void webhooksThatAreAddedByAnApplyGetTheBundleOfTheOthers() {
        configuration().delete();
        admin.resource(configuration("pods", "canary")).patch(AS_HELM);
        Replica replica = replicas(1).get(0);
        await().atMost(SOON).until(replica::isTrusted);
        String bundle = configuration().get().getWebhooks().get(0).getClientConfig().getCaBundle();
        admin.resource(configuration("pods", "gate-container", "gate-probe", "canary"))
                .patch(AS_HELM);
        assertThat(caBundles()).hasSize(4).contains(bundle);
        await().atMost(SOON).until(() -> caBundles().stream().allMatch(bundle::equals));
        assertThat(replica.isTrusted()).isTrue();
        admin.resource(configuration("pods", "canary")).patch(AS_HELM);
        assertThat(caBundles()).containsExactly(bundle, bundle);
    }

    private List<String> caBundles() {
        return configuration().get().getWebhooks().stream()
                .map(webhook ->
                        String.valueOf(webhook.getClientConfig().getCaBundle()))
                .toList();
    }

    @Test
    void anotherManagersApplyKeepsTheBundleAndMayRemoveAWebhook() {
        // As Helm 4 makes it: by an apply of its own, so that nobody else is an owner.
        configuration().delete();
        admin.resource(configuration("pods", "canary")).patch(AS_HELM);
        Replica replica = replicas(1).get(0);
        await().atMost(SOON).until(replica::isTrusted);
        admin.resource(configuration("pods")).patch(AS_HELM);
        assertThat(configuration().get().getWebhooks())
                .extracting(MutatingWebhook::getName)
                .containsExactly("pods.sidecar-first.test");
        assertThat(replica.isTrusted()).isTrue();
    }

    @Test
    void whatWasReadMayHaveChanged() {
        KubernetesCaBundleStore trust = new KubernetesCaBundleStore(server, id);
        CaBundleStore.Seen seen = trust.read().orElseThrow();
        CaBundle one = new CaBundle(List.of(ServingCertificate.make(SERVER, Duration.ofHours(1), Instant.now())
                .authority()));
        CaBundle other = new CaBundle(List.of(ServingCertificate.make(SERVER, Duration.ofHours(1), Instant.now())
                .authority()));
        assertThat(trust.write(seen, one)).isTrue();
        assertThat(trust.write(seen, other)).isFalse();
        assertThat(live()).isEqualTo(one);

        KubernetesSecretStore secret = new KubernetesSecretStore(server, secretName);
        secret.create();
        SecretStore.Stored stored = secret.read().orElseThrow();
        assertThat(secret.write(stored, content(one))).isTrue();
        assertThat(secret.write(stored, content(other))).isFalse();
        secret.create();
        assertThat(secret.read().orElseThrow().content()).isEqualTo(content(one));
    }

    private static SecretContent content(CaBundle trusted) {
        return new SecretContent(null, null, trusted);
    }

    @Test
    void aRoleThatNamesTheSecretIsEnoughToMakeIt() throws IOException {
        admin.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("named")
                        .withNamespace(id)
                        .endMetadata()
                        .withRules(new PolicyRuleBuilder()
                                .withApiGroups("")
                                .withResources("secrets")
                                .withResourceNames(secretName.name())
                                .withVerbs("get", "patch", "create")
                                .build())
                        .build())
                .create();
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("named")
                        .withNamespace(id)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "named")
                        .withSubjects(new SubjectBuilder()
                                .withKind("ServiceAccount")
                                .withName("default")
                                .withNamespace(id)
                                .build())
                        .build())
                .create();
        ApiServer someone = connect(kubeconfigOfDefaultServiceAccount());
        KubernetesSecretStore secret = new KubernetesSecretStore(someone, secretName);
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(ApiServerException.class)
                .untilAsserted(secret::create);
        assertThat(secret.read()).isPresent();
        assertThatThrownBy(() -> new KubernetesSecretStore(someone, new ObjectName(id, "another")).create())
                .isInstanceOf(ApiServerException.class)
                .hasMessageContaining("cannot patch resource \"secrets\"")
                .hasMessageContaining("compare the roles");
        assertThatThrownBy(() -> new KubernetesCaBundleStore(someone, id).read())
                .isInstanceOf(ApiServerException.class)
                .hasMessageContaining("forbidden");
    }

    private String kubeconfigOfDefaultServiceAccount() {
        String token = admin.serviceAccounts()
                .inNamespace(id)
                .withName("default")
                .tokenRequest()
                .getStatus()
                .getToken();
        Config config = admin.getConfiguration();
        return """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: me, user: {token: %s}}]
                """.formatted(config.getMasterUrl(), config.getCaCertData(), token);
    }

    @Test
    void anAnswerHasTheServersTime() throws InterruptedException {
        assertThat(server.get("version").date())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }
}
