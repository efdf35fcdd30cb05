package io.sidecarfirst.audit;

import io.sidecarfirst.explain.Explanation;
import io.sidecarfirst.explain.LikelyCause;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.terminal.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was found of the Pods of one workload, in sentences for a person who looks at the workload. */
public final class WorkloadSentences {
    /** More Pods that wait are not named one by one. */
    private static final int MOST_NAMED = 5;

    /** @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/">kubectl rollout</a> */
    private static final Set<String> RESTARTABLE = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private final Explanation workload;
    private final int live;

    private WorkloadSentences(Explanation workload, int live) {
        this.workload = workload;
        this.live = live;
    }

    /**
     * The sentences.
     *
     * @param report of these Pods
     * @param live how many there are, also those without a sidecar
     * @param workload what is decided for the next one
     */
    public static List<String> of(Report report, int live, Explanation workload) {
        return new WorkloadSentences(workload, live).of(report);
    }

    private List<String> of(Report report) {
        if (live == 0) {
            return List.of("There is none now.");
        }
        List<String> sentences = new ArrayList<>();
        report.waiting().stream()
                .limit(MOST_NAMED)
                .map(WorkloadSentences::waits)
                .forEach(sentences::add);
        report.waiting().stream()
                .findFirst()
                .ifPresent(pod -> sentences.add("What is asked, and what can be done, with one Pod as an example:"
                        + " sidecar-first explain pod/" + pod.pod() + " -n " + pod.namespace()));
        if (report.waiting().size() > MOST_NAMED) {
            sentences.add(Durations.count(report.waiting().size() - MOST_NAMED, "more Pod")
                    + " wait: sidecar-first audit --only waiting lists them.");
        }
        report.rows().forEach(row -> sentences.add(row.sidecar() + ": " + found(row) + then(row) + "."));
        workload.sidecars().forEach(sidecar -> {
            int with = report.rows().stream()
                    .filter(row ->
                            row.sidecar().equals(sidecar.verdict().sidecar().name()))
                    .mapToInt(Row::pods)
                    .sum();
            if (with < live) {
                sentences.add(sidecar.name() + ": " + of(live - with) + (live - with == 1 ? " does" : " do")
                        + " not have it.");
            }
        });
        return sentences;
    }

    private static String waits(WaitingPod pod) {
        WaitingPod.Wait wait = pod.waitsFor();
        return "Pod " + pod.pod() + " has been waiting for " + wait.sidecar() + " for " + wait.duration() + ": "
                + wait.check() + "."
                + (wait.crash() == null
                        ? failure(pod)
                        : " Its log tells why: " + wait.crash().logCommand(pod.pod(), wait.sidecar(), pod.namespace()));
    }

    private static String failure(WaitingPod pod) {
        return pod.failure() == null
                ? ""
                : " The kubelet says: " + pod.failure()
                        + LikelyCause.of(pod.failure())
                                .map(cause -> ". Likely: " + cause.inWords() + ".")
                                .orElse("");
    }

    private String found(Row row) {
        String pods = of(row.pods());
        boolean isOne = row.pods() == 1;
        String which = " (" + (isOne ? "" : "such as ") + row.example() + ")";
        String hasNoGate = pods + (isOne ? " has no gate" : " have no gate");
        return switch (row.verdict()) {
            case GATED ->
                pods + (isOne ? " is" : " are") + " gated by its " + row.reason()
                        + (row.gate().isByContainer() ? ", which the gate container asks" : "");
            case WAITING ->
                pods + (isOne ? " waits" : " wait") + " for it now, by "
                        + (isOwn(row) ? "a startupProbe of its own" : "the gate from its " + row.reason());
            case SKIPPED ->
                isOwn(row)
                        ? "in " + pods + " it has a startupProbe of its own"
                        : pods + (isOne ? " is" : " are") + " not gated (" + row.reason() + ")" + which;
            case MISSED -> missed(row, pods, hasNoGate) + which;
            case NOT_OPTED_IN -> hasNoGate + ": neither the namespace nor the Pod is opted in";
            case UNKNOWN ->
                hasNoGate + ", and whether " + (isOne ? "it is" : "they are") + " opted in could not be read";
        };
    }

    private String missed(Row row, String pods, String hasNoGate) {
        boolean isOne = row.pods() == 1;
        return switch (row.reason()) {
            case Assessment.NO_STATUS ->
                pods + (isOne ? " is" : " are") + " older than the label or the "
                        + (isByPolicy() ? "policy" : "webhook")
                        + ", or nobody answered when " + (isOne ? "it was" : "they were") + " created: no gate until "
                        + (isOne ? "it is" : "they are") + " replaced"
                        + (RESTARTABLE.contains(workload.target().kind()) ? ", as by kubectl rollout restart" : "");
            case Assessment.NO_ENTRY -> hasNoGate + ": another webhook added the sidecar after the decision";
            case Assessment.COPIED_STATUS -> hasNoGate + ": the status annotation is a copy from another Pod";
            default -> hasNoGate + ": " + whatIsInstalled();
        };
    }

    private String whatIsInstalled() {
        Coverage coverage = workload.target().coverage();
        return coverage == null
                ? "nothing of sidecar-first is installed"
                : coverage.installation().describe();
    }

    private boolean isByPolicy() {
        Coverage coverage = workload.target().coverage();
        return coverage != null && coverage.installation() instanceof Installation.Policy;
    }

    private static boolean isOwn(Row row) {
        return row.reason().equals(Reason.ALREADY_GATED.id());
    }

    /** What the next Pod gets, where that is something else than what was decided for these. */
    private String then(Row row) {
        boolean wasDecided = row.verdict() == AuditVerdict.GATED
                || row.verdict() == AuditVerdict.SKIPPED
                || row.verdict() == AuditVerdict.WAITING;
        Optional<Explanation.Sidecar> next = workload.sidecars().stream()
                .filter(sidecar -> sidecar.verdict().sidecar().name().equals(row.sidecar()))
                .findFirst();
        Coverage coverage = workload.target().coverage();
        if (!wasDecided
                || isOwn(row)
                || next.isEmpty()
                || (coverage != null && (coverage.isNotCovered() || isDecidedElsewhere(row, next.get(), coverage)))) {
            return "";
        }
        if (next.get().isGated()) {
            String source = next.get().source().map(SourceKind::id).orElse("");
            boolean isByContainer = next.get().fromInside() != null;
            return source.equals(row.reason()) && isByContainer == row.gate().isByContainer()
                    ? ""
                    : "; a new one would "
                            + (source.isEmpty() ? "have a startupProbe of its own" : "be gated by its " + source)
                            + (isByContainer
                                    ? ", which the gate container asks"
                                    : row.gate().isByContainer() && !source.isEmpty() ? ", as a startupProbe" : "");
        }
        String reason = next.get().verdict() instanceof Verdict.Skipped skipped
                ? skipped.reason().id()
                : row.reason();
        return reason.equals(row.reason()) ? "" : "; a new one would not be gated (" + reason + ")";
    }

    /** Whether that takes settings of the server, or its memory of given up gates, which are not known here. */
    private static boolean isDecidedElsewhere(Row row, Explanation.Sidecar next, Coverage coverage) {
        boolean isOtherMode = row.gate().isByContainer() && next.fromInside() == null;
        return coverage.settings() == null && (isOtherMode || row.reason().equals(Reason.RELEASED.id()));
    }

    private String of(int pods) {
        return pods + " of " + live;
    }
}
