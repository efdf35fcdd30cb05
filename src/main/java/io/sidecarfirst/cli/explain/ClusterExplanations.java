package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cli.common.ServerSettings;
import io.sidecarfirst.explain.Explainer;
import io.sidecarfirst.explain.Explanation;
import io.sidecarfirst.explain.hazard.Hazards;
import io.sidecarfirst.observed.KubernetesVersion;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Explains objects of a cluster as the server there decides, with the Pods that a workload has now. */
final class ClusterExplanations {
    private final ClusterTargets targets;
    private final WorkloadPods pods;
    private final Explainer explainer;
    private final @Nullable String settings;
    private final Consumer<String> note;

    private ClusterExplanations(
            ClusterTargets targets,
            WorkloadPods pods,
            Explainer explainer,
            @Nullable String settings,
            Consumer<String> note) {
        this.targets = targets;
        this.pods = pods;
        this.explainer = explainer;
        this.settings = settings;
        this.note = note;
    }

    /**
     * Reads what is installed there, and its settings.
     *
     * @param options what decides, where the settings of the server there are not known or not wanted
     * @param version the version of Kubernetes to take instead of the cluster's own; null for these
     * @param note gets a line about what was not seen
     */
    static ClusterExplanations of(
            ApiServer server, GateOptions options, @Nullable KubernetesVersion version, Consumer<String> note)
            throws InterruptedException {
        InstallationReader installation = new InstallationReader(server);
        ServerSettings settings =
                ServerSettings.of(options, server, installation.optIn().installation(), note);
        return new ClusterExplanations(
                new ClusterTargets(server, installation, version),
                new WorkloadPods(server, installation, settings),
                new Explainer(settings.gate(), settings.programs(), Hazards.IN_ORDER, settings.releasing()),
                settings.origin(),
                note);
    }

    /**
     * Explains an object that is to be read.
     *
     * @throws io.sidecarfirst.cli.common.CommandFailure if it cannot be read or makes no Pods
     */
    Explanation read(ExplainTarget.InCluster object, String namespace) throws InterruptedException {
        return of(object.resource(), targets.read(object.resource(), namespace, object.name()), object.text());
    }

    /**
     * Explains an object.
     *
     * @param text what a person calls it
     * @throws io.sidecarfirst.cli.common.CommandFailure if it makes no Pods
     */
    Explanation of(WorkloadKind kind, ObjectNode object, String text) throws InterruptedException {
        ClusterTargets.Found found = targets.of(object, settings);
        found.unseen().forEach(line -> note.accept(text + ": not seen: " + line));
        Instant now = Instant.now();
        Explanation explanation = explainer.explain(found.target(), now);
        return pods.of(kind, object.at("/metadata/namespace").asString(""), object, explanation, now)
                .map(explanation::with)
                .orElse(explanation);
    }
}
