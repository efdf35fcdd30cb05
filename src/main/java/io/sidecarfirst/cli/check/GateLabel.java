package io.sidecarfirst.cli.check;

import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.WellKnown;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The label of a namespace that says what holds its mains back, where it does not do that. */
final class GateLabel {
    private GateLabel() {}

    /**
     * What is wrong with it, in one line; empty where there is none, or it says what was seen.
     *
     * @param labels the namespace's
     * @param seen what has held back the mains of an example
     */
    static Optional<String> withoutEffect(Map<String, String> labels, GateMode seen) {
        String value = labels.get(WellKnown.GATE_LABEL);
        if (value == null || value.equals(seen.id())) {
            return Optional.empty();
        }
        String label = "its label " + WellKnown.GATE_LABEL + "=" + value + " has no effect: ";
        return Optional.of(
                GateMode.of(value).isPresent()
                        ? label + "a Pod there is gated by " + seen
                                + ". A policy decides first and makes only startupProbes; or no image is set for the"
                                + " gate container, or the label is new: ask again in a moment"
                        : label + "allowed: "
                                + Stream.of(GateMode.values()).map(GateMode::id).collect(Collectors.joining(", ")));
    }
}
