package io.sidecarfirst.install;

import io.sidecarfirst.chart.Chart;
import io.sidecarfirst.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A release of the project's chart in the tests' cluster, made as users make it: the image from the Dockerfile, Helm,
 * and {@code --wait}.
 *
 * <p>Tests that only use sidecar-first take {@link #shared()} and namespaces with the label that opts in. Those that do
 * something to a release take one of their own, which looks at other namespaces.
 */
public final class HelmInstallation implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 180;

    private static Optional<HelmInstallation> shared = Optional.empty();

    private final HelmClient helm;
    private final Cluster cluster;
    private final HelmClient.Target target;
    private final String ownValues;

    private HelmInstallation(HelmClient helm, Cluster cluster, String release, String namespace, String ownValues) {
        NodeImage.load(cluster);
        this.helm = helm;
        this.cluster = cluster;
        this.target = new HelmClient.Target(release, namespace, cluster.kubeConfig());
        this.ownValues = ownValues;
    }

    /** With the chart's defaults, for all tests of a run. Whoever asks first installs it; it ends with the cluster. */
    public static synchronized HelmInstallation shared() {
        if (shared.isEmpty()) {
            // The namespace sidecar-first belongs to the tests of the chart's objects, who remove it.
            HelmInstallation installation =
                    new HelmInstallation(usual(), Cluster.shared(), Chart.RELEASE, "sidecar-first-installed", "");
            installation.install("{}");
            shared = Optional.of(installation);
        }
        return shared.get();
    }

    /** A release that is not installed yet, and that gates only in namespaces with {@link #label()}. */
    static HelmInstallation own(String release) {
        return own(release, usual());
    }

    private static HelmClient usual() {
        return HelmBinary.chosen().map(HelmClient.class::cast).orElseGet(EmbeddedHelm::new);
    }

    /** The same by a certain Helm. */
    static HelmInstallation own(String release, HelmClient helm) {
        return new HelmInstallation(helm, Cluster.shared(), release, release, """
                webhook:
                  namespaceSelector:
                    matchLabels:
                      sidecar-first.io/injection: null
                      %s: enabled
                  canary: {enabled: false}
                """.formatted(label(release)));
    }

    /** The label that opts a namespace in, with the value {@code enabled}. */
    public String label() {
        return ownValues.isEmpty() ? "sidecar-first.io/injection" : label(release());
    }

    private static String label(String release) {
        return "sidecar-first.test/" + release;
    }

    /** The release's name. */
    public String release() {
        return target.release();
    }

    /** Where the replicas run. */
    public String namespace() {
        return target.namespace();
    }

    /** The name of the Deployment and of the Service. */
    public String fullName() {
        return release().contains("sidecar-first") ? release() : release() + "-sidecar-first";
    }

    /** The name of the MutatingWebhookConfiguration. */
    public String configurationName() {
        return "zz-" + fullName();
    }

    Cluster cluster() {
        return cluster;
    }

    /** {@code helm install --wait}, with these values in YAML. */
    void install(String values) {
        install(values, PATIENCE_SECONDS);
    }

    /** The same; it fails if the release is not ready by then. */
    void install(String values, int seconds) {
        with(values, files -> helm.install(target, Chart.FOLDER, files, seconds));
    }

    /** {@code helm upgrade --wait}: to the chart's values and these. */
    void upgrade(String values) {
        with(values, files -> helm.upgrade(target, Chart.FOLDER, files, PATIENCE_SECONDS));
    }

    /** {@code helm upgrade --wait --force-conflicts}. */
    void forcedUpgrade(HelmBinary binary, String values) {
        with(values, files -> binary.forcedUpgrade(target, Chart.FOLDER, files, PATIENCE_SECONDS));
    }

    /** {@code helm rollback --wait}. */
    void rollback(HelmBinary binary, int revision) {
        binary.rollback(target, revision, PATIENCE_SECONDS);
    }

    /** {@code helm test}; it fails if the test does. */
    public void test() {
        test(PATIENCE_SECONDS);
    }

    /** The same; one that fails may last as long as this. */
    void test(int seconds) {
        helm.test(target, seconds);
    }

    /** {@code kubectl delete mutatingwebhookconfiguration}. */
    void deleteConfiguration() {
        cluster.client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(configurationName())
                .delete();
    }

    /** {@code helm uninstall}; nothing if it is not installed. */
    void uninstall() {
        helm.uninstall(target);
    }

    /** Uninstalls, and deletes the namespace. */
    @Override
    public void close() {
        uninstall();
        cluster.deleteNamespace(namespace());
    }

    private void with(String values, Consumer<List<Path>> command) {
        try {
            Path own = Files.createTempFile("own", ".yaml");
            Path more = Files.createTempFile("more", ".yaml");
            try {
                Files.writeString(own, NodeImage.VALUES + ownValues);
                Files.writeString(more, values);
                command.accept(List.of(own, more));
            } finally {
                Files.delete(own);
                Files.delete(more);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
