package io.sidecarfirst.install;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.List;

/** The Helm 3 that helm-java brings along. */
final class EmbeddedHelm implements HelmClient {
    @Override
    public void install(Target target, Path chart, List<Path> values, int seconds) {
        var command = new Helm(chart)
                .install()
                .withName(target.release())
                .withNamespace(target.namespace())
                .withKubeConfigContents(target.kubeConfig())
                .createNamespace()
                .waitReady()
                .withTimeout(seconds);
        values.forEach(command::withValuesFile);
        command.call();
    }

    @Override
    public void upgrade(Target target, Path chart, List<Path> values, int seconds) {
        var command = new Helm(chart)
                .upgrade()
                .withName(target.release())
                .withNamespace(target.namespace())
                .withKubeConfigContents(target.kubeConfig())
                .resetValues()
                .waitReady()
                .withTimeout(seconds);
        values.forEach(command::withValuesFile);
        command.call();
    }

    @Override
    public void test(Target target, int seconds) {
        Helm.test(target.release())
                .withNamespace(target.namespace())
                .withKubeConfigContents(target.kubeConfig())
                .withTimeout(seconds)
                .call();
    }

    @Override
    public void uninstall(Target target) {
        Helm.uninstall(target.release())
                .withNamespace(target.namespace())
                .withKubeConfigContents(target.kubeConfig())
                .ignoreNotFound()
                .call();
    }
}
