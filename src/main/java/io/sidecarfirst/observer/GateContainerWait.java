package io.sidecarfirst.observer;

import io.sidecarfirst.observed.GateReport;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A wait of mains for a gate container, and in which of its states that was said. */
final class GateContainerWait {
    private Instant since;
    private final Set<GateReport.Phase> said = EnumSet.noneOf(GateReport.Phase.class);

    private GateContainerWait(Instant since) {
        this.since = since;
    }

    /**
     * One that has begun, or goes on: where the container is started again, it has waited since it ran first.
     *
     * @param since as the Pod tells now
     * @param known what is known of it; null for one that is new
     */
    static GateContainerWait since(Instant since, @Nullable GateContainerWait known) {
        if (known == null) {
            return new GateContainerWait(since);
        }
        if (since.isBefore(known.since)) {
            known.since = since;
        }
        return known;
    }

    Instant since() {
        return since;
    }

    boolean isSaid(GateReport.Phase phase) {
        return said.contains(phase);
    }

    void say(GateReport.Phase phase) {
        said.add(phase);
    }
}
