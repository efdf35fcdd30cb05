package io.sidecarfirst.manifest;

import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.ExistingGateContainer;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Misplaced;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.manifest.yaml.DocumentEditor;
import io.sidecarfirst.manifest.yaml.DocumentEditor.Addition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/** Puts the gates into manifests: the decision and the patch of the webhook, on files. */
public final class Injection {
    private static final Patch NOTHING = new Patch(List.of());
    private static final JsonPointer INIT_CONTAINERS = JsonPointer.compile("/spec/initContainers");

    private final Gate gate;

    public Injection(Gate gate) {
        this.gate = gate;
    }

    /**
     * A file with the gates in.
     *
     * @param outcome what was decided, and what was not, in the file's order
     * @param notices one for each document whose form could not be kept
     */
    public record Result(Manifest manifest, Outcome outcome, List<DocumentEditor.Notice> notices) {
        public Result {
            notices = List.copyOf(notices);
        }

        /** One for each workload that has sidecars. */
        public List<Decision> decisions() {
            return outcome.decisions();
        }

        /** Where there are sidecars that nothing was decided about. */
        public List<UneditedTemplate> unedited() {
            return outcome.unedited();
        }
    }

    /**
     * What became of the sidecars of a file, or of one of its documents.
     *
     * @param decisions one for each workload that has sidecars
     * @param unedited where there are others
     */
    public record Outcome(List<Decision> decisions, List<UneditedTemplate> unedited) {
        public static final Outcome NOTHING = new Outcome(List.of(), List.of());

        public Outcome {
            decisions = List.copyOf(decisions);
            unedited = List.copyOf(unedited);
        }
    }

    /**
     * What was decided for one workload.
     *
     * @param patch what is done to its Pod; empty where it is denied
     * @param earlier the gates that it has from an earlier time, by the index of their sidecar in {@code
     *     initContainers}
     * @param earlierContainer the gate container that it has from an earlier time; null where it has none
     */
    public record Decision(
            Workload workload,
            Plan plan,
            Patch patch,
            Map<Integer, ExistingGate> earlier,
            @Nullable ExistingGateContainer earlierContainer) {
        public Decision {
            earlier = Map.copyOf(earlier);
        }

        /** What a person should read: of the plan, and of labels and annotations above the template. */
        public List<Warning> warnings() {
            return Stream.concat(
                            Misplaced.in(workload.object().tree(), workload.template()).stream(),
                            plan.warnings().stream())
                    .toList();
        }

        /** The earlier gate of the sidecar that a verdict is about. */
        public Optional<ExistingGate> earlier(Verdict verdict) {
            return Optional.ofNullable(earlier.get(verdict.sidecar().index()));
        }

        /** The index in {@code initContainers} that a verdict's sidecar has once the patch is applied. */
        public int indexAfter(Verdict verdict) {
            int index = verdict.sidecar().index();
            for (Patch.Add add : patch.operations()) {
                JsonPointer at = JsonPointer.compile(add.path());
                if (INIT_CONTAINERS.equals(at.head()) && at.last().getMatchingIndex() <= index) {
                    index++;
                }
            }
            return index;
        }

        /** What is done to the gate container: it is added, or its {@code args} are set. */
        public Optional<Patch.Add> gateContainerOperation() {
            GateContainer container = plan.gateContainer();
            String path = container == null ? "" : INIT_CONTAINERS + "/" + container.index();
            return patch.operations().stream()
                    .filter(add -> add.path().equals(path) || add.path().equals(path + "/args"))
                    .findFirst();
        }

        /** Whether one of the earlier gates would be another now. */
        public boolean isOutdated() {
            return earlier.values().stream().anyMatch(ExistingGate::isOutdated);
        }
    }

    /** The manifest with the gates in; a workload that a strict plan denies stays as it is. */
    public Result into(Manifest manifest) {
        return into(manifest, outcome -> List.of());
    }

    /**
     * The same, with more added in the same edit.
     *
     * @param more what is added to a document besides, given what became of its sidecars
     */
    public Result into(Manifest manifest, Function<Outcome, List<Addition>> more) {
        List<Decision> decisions = new ArrayList<>();
        List<UneditedTemplate> unedited = new ArrayList<>();
        Manifest.Edited edited = manifest.add(document -> {
            List<Addition> additions = new ArrayList<>();
            List<Decision> own = new ArrayList<>();
            Workloads workloads = Workloads.in(document.tree());
            for (Workload workload : workloads.found()) {
                Pod pod = Pod.of(workload.pod());
                Plan plan = gate.plan(pod);
                Patch patch = plan.denial().isEmpty() ? Patch.of(plan, pod) : NOTHING;
                if (!plan.isNothing()) {
                    own.add(new Decision(
                            workload,
                            plan,
                            patch,
                            ExistingGate.in(pod, plan, gate),
                            ExistingGateContainer.in(pod, gate).orElse(null)));
                }
                // A Pod that stands in another comes first: once a container is inserted there, its path is another.
                additions.addAll(0, additions(workload, patch));
            }
            decisions.addAll(own);
            unedited.addAll(workloads.unedited());
            additions.addAll(more.apply(new Outcome(own, workloads.unedited())));
            return additions;
        });
        return new Result(edited.manifest(), new Outcome(decisions, unedited), edited.notices());
    }

    /** A Pod's patch, with the paths that its document has. */
    private static List<Addition> additions(Workload workload, Patch patch) {
        return patch.operations().stream()
                .map(add -> new Addition(workload.at().append(JsonPointer.compile(add.path())), add.value()))
                .toList();
    }
}
