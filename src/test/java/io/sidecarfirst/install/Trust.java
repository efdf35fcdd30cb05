package io.sidecarfirst.install;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What API servers trust of an installation, and what its replicas serve.
 *
 * @param secret the data of the Secret with key and certificate; empty if there is none
 * @param bundles the caBundle of each webhook; empty where there is none
 */
record Trust(Map<String, String> secret, List<String> bundles) {
    static Trust of(HelmInstallation installation) {
        return new Trust(
                Optional.ofNullable(secret(installation).get())
                        .map(Secret::getData)
                        .orElse(Map.of()),
                configuration(installation).get().getWebhooks().stream()
                        .map(webhook -> Optional.ofNullable(
                                        webhook.getClientConfig().getCaBundle())
                                .orElse(""))
                        .toList());
    }

    static Resource<Secret> secret(HelmInstallation installation) {
        return client(installation)
                .secrets()
                .inNamespace(installation.namespace())
                .withName(installation.fullName() + "-tls");
    }

    static Resource<MutatingWebhookConfiguration> configuration(HelmInstallation installation) {
        return client(installation)
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(installation.configurationName());
    }

    /** Writes the caBundle of all webhooks, as cert-manager's cainjector does. */
    static void write(HelmInstallation installation, String bundle) {
        configuration(installation).edit(found -> {
            found.getWebhooks()
                    .forEach(webhook -> webhook.getClientConfig().setCaBundle(bundle.isEmpty() ? null : bundle));
            return found;
        });
    }

    private static KubernetesClient client(HelmInstallation installation) {
        return installation.cluster().client();
    }
}
