package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.goldens.Golden;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Policy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * A policy in the folder of a real API server: it works from the start, and nobody can take it away through the API.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/manifest-admission-control/">Manifest-based
 *     admission control</a>, on by default from 1.37
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaticPolicyTest {
    private static final String NAME = Policy.DEFAULT_NAME + Policy.STATIC_SUFFIX;
    private static final String POLICIES = "apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies";
    private static final String CONFIGURATION = "/etc/kubernetes/admission.yaml";
    private static final String FILE = "/etc/kubernetes/policies/sidecar-first.yaml";
    private static final String NAMESPACE = "shop";

    /** As in {@code docs/policy.md}. */
    private static final String ADMISSION = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:
            - name: MutatingAdmissionPolicy
              configuration:
                apiVersion: apiserver.config.k8s.io/v1
                kind: MutatingAdmissionPolicyConfiguration
                staticManifestsDir: /etc/kubernetes/policies
            """;

    private Optional<Cluster> own = Optional.empty();

    @BeforeAll
    void start() {
        String minor = Cluster.shared().client().getKubernetesVersion().getMinor();
        assumeTrue(
                Integer.parseInt(minor.replaceAll("\\D", "")) >= 37, "1." + minor + " reads no such files by default");
        own = Optional.of(Cluster.start(
                Map.of(CONFIGURATION, ADMISSION, FILE, policy(Settings.DEFAULTS).text()),
                "admission-control-config-file=" + CONFIGURATION));
        cluster().namespace(NAMESPACE, Map.of("sidecar-first.io/injection", "enabled"));
        awaitPeriod(1);
    }

    @AfterAll
    void stop() {
        own.ifPresent(Cluster::stop);
    }

    private Cluster cluster() {
        return own.orElseThrow();
    }

    private static Policy policy(Settings settings) {
        return new Policy(settings, Programs.KNOWN, ApiVersion.V1, NAME);
    }

    /** The API server learns of a namespace and of a file a moment later. */
    private void awaitPeriod(int seconds) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(gate().path("periodSeconds").asInt(0)).isEqualTo(seconds));
    }

    /** What the sidecar of a new Pod gets. */
    private JsonNode gate() {
        return cluster()
                .createPod(NAMESPACE, Golden.named("article-pod").pod(), true)
                .body()
                .at("/spec/initContainers/0/startupProbe");
    }

    @Test
    void theApiCannotSeeItOrTakeItAway() {
        assertThat(cluster().client().raw("/" + POLICIES)).doesNotContain(NAME);
        assertThat(cluster().delete(POLICIES + "/" + NAME).code()).isEqualTo(404);
        assertThat(gate().isObject()).isTrue();
    }

    @Test
    void theApiTakesNoObjectOfItsName() {
        JsonNode object =
                Manifest.parse(policy(Settings.DEFAULTS).text()).trees().get(0);
        Cluster.Answer answer = cluster().create(POLICIES, object, true);
        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.body().path("message").asString())
                .contains("reserved for static manifest-based configurations");
    }

    @Test
    void aFileThatChangesIsReadAgain() {
        Settings slower =
                new Settings(3600, new Timing(null, 7, null, null), false, ReleaseAfter.DEFAULTS, GateMode.PROBE, null);
        cluster().write(FILE, policy(slower).text());
        awaitPeriod(7);
        cluster().write(FILE, policy(Settings.DEFAULTS).text());
        awaitPeriod(1);
    }

    @Test
    void aFileThatCannotBeReadLeavesThePolicyAsItWas() {
        cluster().write(FILE, policy(Settings.DEFAULTS).text().replace(Policy.STATIC_SUFFIX, ".example.com"));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> cluster()
                        .client()
                        .raw("/metrics")
                        .lines()
                        .anyMatch(line -> line.startsWith(
                                        "apiserver_manifest_admission_config_controller_automatic_reloads_total")
                                && line.contains("failure")));
        assertThat(gate().path("periodSeconds").asInt()).isEqualTo(1);
        cluster().write(FILE, policy(Settings.DEFAULTS).text());
    }
}
