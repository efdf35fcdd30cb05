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
import tools.jackson.databind.node.ArrayNode;
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
            object(object(pod, "metadata"), "annotations").put(key, value);
            return this;
        }

        /** As the Pod is before it is decided on for the first time. */
        public Change withoutGateContainer() {
            GateContainer.removeFrom(pod);
            return this;
        }

        public Change removeAnnotation(String key) {
            object(object(pod, "metadata"), "annotations").remove(key);
            return this;
        }

        /** Adds to a list of the container's; what is there and is no list, an API server would refuse. */
        public ArrayNode list(String name) {
            return container.path(name) instanceof ArrayNode there ? there : container.putArray(name);
        }

        private static ObjectNode object(ObjectNode parent, String name) {
            return parent.path(name) instanceof ObjectNode there ? there : parent.putObject(name);
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
