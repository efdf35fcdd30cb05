package io.sidecarfirst.install;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.sidecarfirst.chart.Chart;
import io.sidecarfirst.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A release of the project's chart in the tests' cluster, made as users make it: the image from the Dockerfile, Helm, and
 * {@code --wait}.
 *
 * <p>Tests that only use sidecar-first take {@link #shared()} and namespaces with the label that opts in. Those that do
 * something to a release take one of their own, which looks at other namespaces.
 */
public final class Installation implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 180;

    private static Optional<Installation> shared = Optional.empty();

    private final Cluster cluster;
    private final String release;
    private final String namespace;
    private final String ownValues;

    private Installation(Cluster cluster, String release, String namespace, String ownValues) {
        NodeImage.load(cluster);
        this.cluster = cluster;
        this.release = release;
        this.namespace = namespace;
        this.ownValues = ownValues;
    }

    /** With the chart's defaults, for all tests of a run. Whoever asks first installs it; it ends with the cluster. */
    public static synchronized Installation shared() {
        if (shared.isEmpty()) {
            // The namespace sidecar-first belongs to the tests of the chart's objects, who remove it.
            Installation installation =
                    new Installation(Cluster.shared(), Chart.RELEASE, "sidecar-first-installed", "");
            installation.install("{}");
            shared = Optional.of(installation);
        }
        return shared.get();
    }

    /** A release that is not installed yet, and that gates only in namespaces with {@link #label()}. */
    static Installation own(String release) {
        return new Installation(Cluster.shared(), release, release, """
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
        return ownValues.isEmpty() ? "sidecar-first.io/injection" : label(release);
    }

    private static String label(String release) {
        return "sidecar-first.test/" + release;
    }

    /** The release's name. */
    public String release() {
        return release;
    }

    /** Where the replicas run. */
    public String namespace() {
        return namespace;
    }

    /** The name of the Deployment and of the Service. */
    public String fullName() {
        return release.contains("sidecar-first") ? release : release + "-sidecar-first";
    }

    /** The name of the MutatingWebhookConfiguration. */
    public String configurationName() {
        return "zz-" + fullName();
    }

    /** {@code helm install --wait}, with these values in YAML. */
    Release install(String values) {
        return install(values, PATIENCE_SECONDS);
    }

    /** The same; it fails if the release is not ready by then. */
    Release install(String values, int seconds) {
        return with(values, files -> {
            var command = new Helm(Chart.FOLDER)
                    .install()
                    .withName(release)
                    .withNamespace(namespace)
                    .createNamespace()
                    .withKubeConfigContents(cluster.kubeConfig())
                    .withValuesFile(files.own())
                    .withValuesFile(files.more())
                    .waitReady()
                    .withTimeout(seconds);
            return command.call();
        });
    }

    /** {@code helm upgrade --reset-values --wait}. */
    Release upgrade(String values) {
        return with(values, files -> {
            var command = new Helm(Chart.FOLDER)
                    .upgrade()
                    .withName(release)
                    .withNamespace(namespace)
                    .withKubeConfigContents(cluster.kubeConfig())
                    .resetValues()
                    .withValuesFile(files.own())
                    .withValuesFile(files.more())
                    .waitReady()
                    .withTimeout(PATIENCE_SECONDS);
            return command.call();
        });
    }

    /** {@code helm test}. */
    Release test() {
        return Helm.test(release)
                .withNamespace(namespace)
                .withKubeConfigContents(cluster.kubeConfig())
                .withTimeout(PATIENCE_SECONDS)
                .call();
    }

    /** {@code helm uninstall}; nothing if it is not installed. */
    void uninstall() {
        Helm.uninstall(release)
                .withNamespace(namespace)
                .withKubeConfigContents(cluster.kubeConfig())
                .ignoreNotFound()
                .call();
    }

    /** Uninstalls, and deletes the namespace. */
    @Override
    public void close() {
        uninstall();
        cluster.deleteNamespace(namespace);
    }

    /** Files for Helm; the later one wins. */
    private record ValuesFiles(Path own, Path more) {}

    private <T> T with(String values, Function<ValuesFiles, T> command) {
        try {
            Path own = Files.createTempFile("own", ".yaml");
            Path more = Files.createTempFile("more", ".yaml");
            try {
                Files.writeString(own, NodeImage.VALUES + ownValues);
                Files.writeString(more, values);
                return command.apply(new ValuesFiles(own, more));
            } finally {
                Files.delete(own);
                Files.delete(more);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
