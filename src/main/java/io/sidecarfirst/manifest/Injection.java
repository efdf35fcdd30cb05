package io.sidecarfirst.manifest;

import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Puts the gates into manifests: the decision and the patch of the webhook, on files. */
public final class Injection {
    private final Gate gate;

    public Injection(Gate gate) {
        this.gate = gate;
    }

    /**
     * A file with the gates in.
     *
     * @param text the whole file
     * @param decisions one for each workload that has sidecars, in the file's order
     * @param notices one for each document whose form could not be kept
     */
    public record Result(String text, List<Decision> decisions, List<Notice> notices) {
        public Result {
            decisions = List.copyOf(decisions);
            notices = List.copyOf(notices);
        }
    }

    /**
     * What was decided for one workload.
     *
     * @param earlier the gates that it has from an earlier time, by the place of their sidecar in {@code initContainers}
     */
    public record Decision(Workload workload, Plan plan, Map<Integer, ExistingGate> earlier) {
        public Decision {
            earlier = Map.copyOf(earlier);
        }

        /** The earlier gate of the sidecar that a verdict is about. */
        public Optional<ExistingGate> earlier(Verdict verdict) {
            return Optional.ofNullable(earlier.get(verdict.sidecar().index()));
        }

        /** Whether one of the earlier gates would be another now. */
        public boolean isOutdated() {
            return earlier.values().stream().anyMatch(ExistingGate::isOutdated);
        }
    }

    /** The manifest with the gates in; a workload that a strict plan denies stays as it is. */
    public Result into(Manifest manifest) {
        List<Decision> decisions = new ArrayList<>();
        Manifest.Rewritten rewritten = manifest.rewrite(workload -> {
            Pod pod = Pod.of(workload.pod());
            Plan plan = gate.plan(pod);
            if (!plan.verdicts().isEmpty()) {
                decisions.add(new Decision(workload, plan, ExistingGate.in(pod, plan, gate)));
            }
            return plan.denial().isPresent() ? Optional.<ObjectNode>empty() : patched(workload, plan, pod);
        });
        return new Result(rewritten.text(), decisions, rewritten.notices());
    }

    private static Optional<ObjectNode> patched(Workload workload, Plan plan, Pod pod) {
        Patch patch = Patch.of(plan, pod);
        return patch.isEmpty() ? Optional.empty() : Optional.of(patch.applyTo(workload.pod()));
    }
}
