package io.sidecarfirst.install;

import java.nio.file.Path;
import java.util.List;

/** What the tests ask of Helm. Each throws with Helm's message if it fails. */
interface HelmClient {
    /**
     * A release, there or not.
     *
     * @param kubeConfig the text of a kubeconfig
     */
    record Target(String release, String namespace, String kubeConfig) {}

    /** {@code helm install --create-namespace --wait}; of the files with values a later one wins. */
    void install(Target target, Path chart, List<Path> values, int seconds);

    /** {@code helm upgrade --reset-values --wait}. */
    void upgrade(Target target, Path chart, List<Path> values, int seconds);

    /** {@code helm test}. */
    void test(Target target, int seconds);

    /** {@code helm uninstall --ignore-not-found}. */
    void uninstall(Target target);
}
