package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.sidecarfirst.cluster.RequiresK3s;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Somebody else writes into the selectors of the configuration, as the admissions enforcer of AKS does, and then there
 * is an upgrade. What docs/platforms.md says of both Helms; a Helm 4 that is not here is not tested.
 *
 * @see <a href="https://github.com/Azure/AKS/issues/4002">What the enforcer writes</a>
 */
@RequiresK3s
class ForeignSelectorsTest {
    private static final String DEFAULTS = "replicaCount: 1\n";

    /** As docs/platforms.md has it. */
    private static final String WITH_ENFORCER =
            DEFAULTS + "webhook: {annotations: {admissions.enforcer/disabled: null}}\n";

    private static final String DISABLED = "admissions.enforcer/disabled";
    private static final String MANAGER = "admissionsenforcer";

    private static Resource<MutatingWebhookConfiguration> configuration(HelmInstallation installation) {
        return installation
                .cluster()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(installation.configurationName());
    }

    private static List<LabelSelector> selectors(HelmInstallation installation) {
        return configuration(installation).get().getWebhooks().stream()
                .map(MutatingWebhook::getNamespaceSelector)
                .toList();
    }

    /** The enforcer: one more expression in each selector, unless it is told to stay away. */
    private static void enforce(HelmInstallation installation) {
        MutatingWebhookConfiguration live = configuration(installation).get();
        if ("true"
                .equals(Optional.ofNullable(live.getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(DISABLED))
                        .orElse(""))) {
            return;
        }
        String patch = IntStream.range(0, live.getWebhooks().size())
                .mapToObj(i -> """
                        {"op": "add", "path": "/webhooks/%d/namespaceSelector/matchExpressions/-",
                         "value": {"key": "control-plane", "operator": "DoesNotExist"}}""".formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
        configuration(installation)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON)
                                .withFieldManager(MANAGER)
                                .build(),
                        patch);
    }

    /** Installed with the chart's defaults: nobody writes, and nothing is in the way. */
    private static List<LabelSelector> defaults(HelmInstallation installation) {
        installation.install(DEFAULTS);
        List<LabelSelector> ours = selectors(installation);
        enforce(installation);
        assertThat(selectors(installation)).isEqualTo(ours).isNotEmpty();
        installation.upgrade(WITH_ENFORCER);
        enforce(installation);
        assertThat(selectors(installation)).hasSameSizeAs(ours).doesNotContainAnyElementsOf(ours);
        return ours;
    }

    @Test
    void helm3TakesThemBack() {
        try (HelmInstallation installation = HelmInstallation.own("selectors-helm3", new EmbeddedHelm())) {
            List<LabelSelector> ours = defaults(installation);

            installation.upgrade(WITH_ENFORCER);

            assertThat(selectors(installation)).isEqualTo(ours);
        }
    }

    @Test
    void helm4TakesThemBackWhereItIsToldTo() {
        Optional<HelmBinary> helm = HelmBinary.find().filter(HelmBinary::appliesOnTheServer);
        assumeTrue(helm.isPresent(), "there is no Helm 4 here");
        try (HelmInstallation installation = HelmInstallation.own("selectors-helm4", helm.get())) {
            List<LabelSelector> ours = defaults(installation);

            assertThatThrownBy(() -> installation.upgrade(WITH_ENFORCER))
                    .hasMessageContaining("conflicts with \"" + MANAGER + "\"");
            assertThat(selectors(installation)).doesNotContainAnyElementsOf(ours);

            // The annotation alone does not help then: what was written is still there.
            assertThatThrownBy(() -> installation.upgrade(DEFAULTS))
                    .hasMessageContaining("conflicts with \"" + MANAGER + "\"");
            installation.forcedUpgrade(helm.get(), DEFAULTS);

            assertThat(selectors(installation)).isEqualTo(ours);
            enforce(installation);
            installation.upgrade(DEFAULTS);
            assertThat(selectors(installation)).isEqualTo(ours);
        }
    }
}
