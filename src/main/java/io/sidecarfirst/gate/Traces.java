package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Pod has of an earlier {@link Patch}, as far as that is certain. A startupProbe is ours where the status says
 * so and has its timing; any other is its author's.
 *
 * @param gates the startupProbes that are ours
 * @param others the sidecars whose startupProbe is not, or not for certain
 * @param gateContainer the init container that the mains wait for; null for none
 * @param hasStatus whether there is a status annotation, whatever it says
 * @param label the label that says whether the Pod has a gate
 * @param pullSecrets the names of all Secrets for images, where some may have come with the gate container
 */
public record Traces(
        List<OwnProbe> gates,
        List<Container> others,
        @Nullable GateContainer gateContainer,
        boolean hasStatus,
        Label label,
        List<String> pullSecrets) {
    private static final Set<String> VALUES_OF_LABEL = Set.of(WellKnown.GATED, WellKnown.NOT_GATED);

    public Traces {
        gates = List.copyOf(gates);
        others = List.copyOf(others);
        pullSecrets = List.copyOf(pullSecrets);
    }

    /**
     * A startupProbe that is ours.
     *
     * @param source what it was derived from
     */
    public record OwnProbe(Container sidecar, SourceKind source) {}

    /** What becomes of the label {@link WellKnown#GATED_LABEL}. */
    public enum Label {
        /** There is none, or one that this project does not write. */
        NONE,
        /** It says what will not be so any more, or is not so now. */
        GOES,
        /** It may be right: a startupProbe stays that nothing tells from one of ours, since no gate is known. */
        STAYS
    }

    /** The traces in a Pod. */
    public static Traces in(Pod pod) {
        List<OwnProbe> gates = new ArrayList<>();
        List<Container> others = new ArrayList<>();
        for (Container sidecar : pod.sidecars()) {
            Optional<SourceKind> source = Status.existingGate(pod, sidecar);
            if (source.isPresent()) {
                gates.add(new OwnProbe(sidecar, source.get()));
            } else if (sidecar.startupProbe().isPresent()) {
                others.add(sidecar);
            }
        }
        GateContainer container = pod.gateContainer();
        boolean isKnown = !gates.isEmpty() || container != null;
        return new Traces(
                gates,
                others,
                container,
                pod.annotations().has(Status.ANNOTATION),
                pod.label(WellKnown.GATED_LABEL)
                        .filter(VALUES_OF_LABEL::contains)
                        .map(value -> isKnown || others.isEmpty() ? Label.GOES : Label.STAYS)
                        .orElse(Label.NONE),
                container == null ? List.of() : pullSecrets(pod));
    }

    private static List<String> pullSecrets(Pod pod) {
        return Json.list(pod.root().path("spec").path("imagePullSecrets")).stream()
                .flatMap(secret -> Json.text(secret.path("name")).stream())
                .toList();
    }

    /** Whether there are none. */
    public boolean isNothing() {
        return gates.isEmpty() && gateContainer == null && !hasStatus && label == Label.NONE;
    }

    /** Where in the Pod they are, as paths of JSON Patch; what stays is not among them. */
    public List<String> places() {
        List<String> places = new ArrayList<>();
        gates.forEach(
                gate -> places.add("/spec/initContainers/" + gate.sidecar().index() + "/startupProbe"));
        if (gateContainer != null) {
            places.add("/spec/initContainers/" + gateContainer.index());
        }
        if (hasStatus) {
            places.add("/metadata/annotations/" + Patch.escape(Status.ANNOTATION));
        }
        if (label == Label.GOES) {
            places.add("/metadata/labels/" + Patch.escape(WellKnown.GATED_LABEL));
        }
        return places;
    }
}
