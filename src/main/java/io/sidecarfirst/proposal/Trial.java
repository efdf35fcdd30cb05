package io.sidecarfirst.proposal;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes of one sidecar, run through the decision before anybody is advised to make them: the Pod is copied, changed
 * and decided on.
 *
 * <p>A startupProbe that the sidecar has is taken out first: it is never changed, so that only without it a change
 * shows.
 */
public final class Trial {
    private final Gate gate;
    private final Pod pod;
    private final Container sidecar;
    private final Set<String> earlierWarnings;

    /** @param sidecar the one that is to be changed */
    public Trial(Gate gate, Pod pod, Container sidecar) {
        this.gate = gate;
        this.pod = pod;
        this.sidecar = sidecar;
        this.earlierWarnings = texts(gate.plan(changed(change -> {})));
    }

    /** One change of a copy: annotations on the Pod, fields of the sidecar. */
    public record Change(ObjectNode pod, ObjectNode container) {
        public Change annotate(String key, String value) {
            metadata(pod).withObjectProperty("annotations").put(key, value);
            return this;
        }

        /** As the Pod is before it is decided on for the first time. */
        public Change withoutGateContainer() {
            GateContainer.removeFrom(pod);
            return this;
        }

        public Change removeAnnotation(String key) {
            metadata(pod).withObjectProperty("annotations").remove(key);
            return this;
        }

        private static ObjectNode metadata(ObjectNode pod) {
            return pod.withObjectProperty("metadata");
        }
    }

    /**
     * What is decided after a change; empty where that brings a warning, which then says that the advice is no good, or
     * a denial. That a gate is a guess is no objection: it was one before.
     */
    public Optional<Verdict> verdict(Consumer<Change> change) {
        Pod after = changed(change);
        Plan plan = gate.plan(after);
        Optional<Verdict> verdict = plan.verdicts().stream()
                .filter(other -> other.sidecar().index() == sidecar.index())
                .findFirst();
        Optional<String> guess = verdict.flatMap(Trial::gated)
                .flatMap(gated -> GuessedPort.of(after, gated).flatMap(port -> port.warning(gated.mode())))
                .map(Warning::text);
        boolean isFine = plan.denial().isEmpty()
                && texts(plan).stream()
                        .allMatch(text -> earlierWarnings.contains(text)
                                || guess.filter(text::equals).isPresent());
        return isFine ? verdict : Optional.empty();
    }

    /** The gate that a change leads to, if it does. */
    public Optional<Verdict.Gated> gate(Consumer<Change> change) {
        return verdict(change).flatMap(Trial::gated);
    }

    private static Optional<Verdict.Gated> gated(Verdict verdict) {
        return verdict instanceof Verdict.Gated gated ? Optional.of(gated) : Optional.empty();
    }

    private Pod changed(Consumer<Change> change) {
        JsonNode root = pod.root().deepCopy();
        if (root instanceof ObjectNode copy
                && copy.path("spec").path("initContainers").path(sidecar.index()) instanceof ObjectNode container) {
            container.remove("startupProbe");
            change.accept(new Change(copy, container));
        }
        return Pod.of(root, pod.namespace());
    }

    private static Set<String> texts(Plan plan) {
        return plan.warnings().stream().map(Warning::text).collect(Collectors.toSet());
    }
}
