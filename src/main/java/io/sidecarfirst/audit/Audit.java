package io.sidecarfirst.audit;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Misplaced;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.GateReport;
import io.sidecarfirst.observed.GateWait;
import io.sidecarfirst.observed.JobEnd;
import io.sidecarfirst.observed.KnownFault;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.Owner;
import io.sidecarfirst.proposal.ProposedCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Counts the sidecars of many Pods and templates, in rows. A Pod is read once and not kept, so that memory grows with
 * the rows and not with the Pods. Not safe to share between threads.
 */
public final class Audit {
    /** A chain of owners longer than this is a circle. */
    private static final int LONGEST_CHAIN = 5;

    /** The namespace of an object in a file that names none. */
    static final String NO_NAMESPACE = "-";

    private final Gate gate;
    private final Programs programs;
    private final OptIn optIn;
    private final Instant now;
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Map<Owned, Owned> owners = new HashMap<>();
    private final Map<Owned, Owned> guessedOwners = new HashMap<>();
    private final Set<Owned> ownerless = new HashSet<>();
    private final Map<Key, Tally> pods = new HashMap<>();
    private final Map<Key, Tally> templates = new HashMap<>();
    private final Map<Key, ProposedCheck> checks = new HashMap<>();
    private final Map<Owned, Set<Warning>> warnings = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<String, String> failures = new HashMap<>();
    private ClusterVersions versions = ClusterVersions.UNKNOWN;
    private Releasing releasing = Releasing.UNKNOWN;
    private long podsSeen;

    /** A gate would be none of what was asked for, or there is one already. */
    private static final Set<Reason> WITHOUT_PROPOSAL =
            EnumSet.of(Reason.OPTED_OUT, Reason.MIRROR_POD, Reason.ALREADY_GATED);

    /** An object of a namespace. */
    private record Owned(String namespace, String kind, String name) {
        String describe() {
            return kind.toLowerCase(Locale.ROOT) + "/" + name;
        }
    }

    /** A Pod that waits. */
    private record Held(Owned owner, String pod, String uid, WaitingPod.Wait waitsFor) {}

    private record Key(Owned owner, String sidecar, Assessment assessment) {}

    private record RowKey(String namespace, String workload, String sidecar) {
        static RowKey of(Key key) {
            return new RowKey(key.owner().namespace(), key.owner().describe(), key.sidecar());
        }
    }

    /**
     * @param gate what decides, under the settings that the server has
     * @param programs those whose checks may be proposed
     * @param optIn which Pods are opted in
     * @param now for how long containers have been running
     */
    public Audit(Gate gate, Programs programs, OptIn optIn, Instant now) {
        this.gate = gate;
        this.programs = programs;
        this.optIn = optIn;
        this.now = now;
    }

    /** Says whether gates are given up; nothing of it is known before. */
    public void releasing(Releasing known) {
        releasing = known;
    }

    /** Says of what versions the cluster is. */
    public void versions(ClusterVersions found) {
        versions = found;
    }

    /** Adds a namespace; before the Pods in it. */
    public void namespace(JsonNode namespace) {
        namespace(namespace.path("metadata").path("name").asString(""), OptIn.labels(namespace.path("metadata")));
    }

    /** Adds a namespace with its labels; before the Pods in it. */
    public void namespace(String name, Map<String, String> labels) {
        namespaces.put(name, labels);
    }

    /** Adds the owner of an object, such as the Deployment of a ReplicaSet. */
    public void owner(String kind, JsonNode object) {
        Owned child = owned(kind, object);
        Owner.of(object)
                .ifPresentOrElse(
                        owner -> owners.put(child, new Owned(child.namespace(), owner.kind(), owner.name())),
                        () -> ownerless.add(child));
    }

    /** Adds a Pod; one that has ended or is being deleted is left out, and so is one without sidecars. */
    public void pod(JsonNode root) {
        podsSeen++;
        Pod pod = Pod.of(root);
        if (LivePod.endReason(pod).isPresent() || pod.sidecars().isEmpty()) {
            return;
        }
        Owned self = owned("Pod", root);
        Owned owner = Owner.of(root)
                .map(it -> new Owned(self.namespace(), it.kind(), it.name()))
                .orElse(self);
        guessOwner(owner, root);
        OptIn.Answer answer = optedIn(self.namespace(), root);
        Gate gate = gate(self.namespace(), root);
        Plan plan = gate.plan(pod);
        warn(owner, plan.warnings());
        Optional<GateWait> waited = GateWait.of(pod, now);
        Optional<GateReport> asking = GateReport.ofWaiting(pod);
        asking.ifPresent(report -> {
            held.add(new Held(
                    owner,
                    self.name(),
                    root.path("metadata").path("uid").asString(""),
                    WaitingPod.Wait.of(report, pod, now)));
            if (!report.message().isEmpty()) {
                failures.put(failureKey(self.namespace(), self.name()), report.message());
            }
        });
        for (Verdict verdict : plan.verdicts()) {
            Optional<GateWait> wait = waited.filter(
                    it -> it.sidecar().index() == verdict.sidecar().index());
            boolean isWaitedFor = wait.isPresent()
                    || (asking.isPresent() && pod.gateCheck(verdict.sidecar()).isPresent());
            Assessment assessment = Assessment.ofPod(
                    pod, verdict, isWaitedFor, releasing.isOn() != OptIn.Answer.UNKNOWN, answer, optIn.installation());
            Key key = new Key(owner, verdict.sidecar().name(), assessment);
            propose(gate, key, pod, verdict);
            wait.ifPresent(it -> held.add(new Held(
                    owner,
                    self.name(),
                    root.path("metadata").path("uid").asString(""),
                    WaitingPod.Wait.of(it, assessment.reason(), now))));
            pods.computeIfAbsent(key, first -> new Tally(self.name()))
                    .add(
                            verdict.sidecar().startupProbe().isPresent()
                                            || pod.gateCheck(verdict.sidecar()).isPresent()
                                    ? new ReadinessOrder.Unknown()
                                    : ReadinessOrder.of(pod, verdict.sidecar(), now));
        }
    }

    /**
     * Adds a workload, or a manifest of a Pod; it has a row only if no Pod of it is added. One with an owner is left
     * out, because the owner is added, and so is a Job that has ended, because it makes no more Pods.
     *
     * @param kind as Kubernetes writes it
     * @param object all of it
     * @param template where in it the Pod template is; empty for a Pod
     */
    public void workload(String kind, JsonNode object, JsonPointer template) {
        Pod pod = Pod.of(object.at(template), owned(kind, object).namespace());
        if (pod.sidecars().isEmpty()
                || Owner.of(object).isPresent()
                || JobEnd.of(object).isPresent()) {
            return;
        }
        Owned self = owned(kind, object);
        OptIn.Answer answer = optedIn(self.namespace(), pod.root());
        Gate gate = gate(self.namespace(), pod.root());
        Plan plan = gate.plan(pod);
        warn(self, Misplaced.in(object, template));
        warn(self, plan.warnings());
        for (Verdict verdict : plan.verdicts()) {
            Key key = new Key(
                    self, verdict.sidecar().name(), Assessment.ofTemplate(pod, verdict, answer, optIn.installation()));
            propose(gate, key, pod, verdict);
            templates.put(key, new Tally(""));
        }
    }

    /** Keeps what is said of labels and annotations; the rest is in the rows. */
    private void warn(Owned owner, List<Warning> said) {
        said.stream()
                .filter(warning -> warning.key() != null)
                .forEach(warning -> warnings.computeIfAbsent(owner, first -> new LinkedHashSet<>())
                        .add(warning));
    }

    /** Tries the checks of the sidecar's program, once for the Pods of a row, where its gate is no better. */
    private void propose(Gate gate, Key key, Pod pod, Verdict verdict) {
        boolean isInNeed = verdict instanceof Verdict.Skipped skipped
                ? !WITHOUT_PROPOSAL.contains(skipped.reason())
                : key.assessment().gate().isGuess();
        if (isInNeed && !checks.containsKey(key)) {
            ProposedCheck.of(gate, programs, pod, verdict.sidecar()).ifPresent(check -> checks.put(key, check));
        }
    }

    /** What decides on a Pod: a label of its namespace may say what holds its mains back. */
    private Gate gate(String namespace, JsonNode pod) {
        return optIn.mode(namespace, namespaces.get(namespace), pod.path("metadata"))
                .map(gate::with)
                .orElse(gate);
    }

    private OptIn.Answer optedIn(String namespace, JsonNode pod) {
        return optIn.of(namespace, namespaces.get(namespace), pod.path("metadata"));
    }

    private static Owned owned(String kind, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String name = metadata.path("name").asString("");
        return new Owned(
                metadata.path("namespace").asString(NO_NAMESPACE),
                kind,
                name.isEmpty() ? metadata.path("generateName").asString("") + "*" : name);
    }

    /** For where ReplicaSets may not be read. */
    private void guessOwner(Owned owner, JsonNode pod) {
        if (owner.kind().equals("ReplicaSet")) {
            Owner.deployment(owner.name(), pod)
                    .ifPresent(name -> guessedOwners.put(owner, new Owned(owner.namespace(), "Deployment", name)));
        }
    }

    private Owned topOwner(Owned owner) {
        Owned top = owner;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Owned above = owners.get(top);
            if (above == null && !ownerless.contains(top)) {
                above = guessedOwners.get(top);
            }
            if (above == null) {
                return top;
            }
            top = above;
        }
        return top;
    }

    /** The Pods that wait now, of all that were added; those that wait longest come first. */
    public List<WaitingPod> waiting() {
        return held.stream()
                .map(pod -> {
                    String failure = failures.get(failureKey(pod.owner().namespace(), pod.pod()));
                    return new WaitingPod(
                            pod.owner().namespace(),
                            topOwner(pod.owner()).describe(),
                            pod.pod(),
                            pod.uid(),
                            pod.waitsFor(),
                            failure == null ? null : pod.waitsFor().redacted(failure));
                })
                .sorted(WaitingPod.LONGEST_FIRST)
                .toList();
    }

    /**
     * Says what the kubelet said last of the gate that a Pod waits for.
     *
     * @param message in the kubelet's own words
     */
    public void failure(WaitingPod waiting, String message) {
        failures.put(failureKey(waiting.namespace(), waiting.pod()), message);
    }

    private static String failureKey(String namespace, String pod) {
        return namespace + "/" + pod;
    }

    /**
     * The rows of all that was added.
     *
     * @param unseen what could not be read, in words
     */
    public Report report(List<String> unseen) {
        Map<Key, Tally> sums = new HashMap<>();
        Map<Key, ProposedCheck> proposed = new HashMap<>();
        checks.forEach((key, check) -> proposed.putIfAbsent(top(key), check));
        Set<RowKey> withPods = new HashSet<>();
        pods.forEach((key, tally) -> {
            Key top = top(key);
            sums.merge(top, tally, Tally::plus);
            withPods.add(RowKey.of(top));
        });
        templates.forEach((key, tally) -> {
            if (!withPods.contains(RowKey.of(key))) {
                sums.put(key, tally);
            }
        });
        List<Row> rows = new ArrayList<>();
        sums.forEach((key, tally) -> rows.add(row(key, tally, proposed.get(key))));
        rows.sort(Comparator.comparing(Row::namespace)
                .thenComparing(Row::workload)
                .thenComparing(Row::sidecar)
                .thenComparing(Row::verdict)
                .thenComparing(Row::why));
        boolean hasGates = rows.stream().anyMatch(Row::hasOrGetsGate);
        return new Report(
                rows,
                Report.sums(rows),
                Set.of(),
                waiting(),
                optIn,
                releasing,
                podsSeen,
                warnings(),
                hasGates ? KnownFault.all(versions) : List.of(),
                unseen);
    }

    private List<Report.WorkloadWarning> warnings() {
        return warnings.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(warning -> {
                    Owned top = topOwner(entry.getKey());
                    return new Report.WorkloadWarning(
                            top.namespace(), top.describe(), Objects.requireNonNull(warning.key()), warning.text());
                }))
                .distinct()
                .sorted(Comparator.comparing(Report.WorkloadWarning::namespace)
                        .thenComparing(Report.WorkloadWarning::workload)
                        .thenComparing(Report.WorkloadWarning::text))
                .toList();
    }

    private Key top(Key key) {
        return new Key(topOwner(key.owner()), key.sidecar(), key.assessment());
    }

    private static Row row(Key key, Tally tally, @Nullable ProposedCheck check) {
        Assessment assessment = key.assessment();
        return new Row(
                key.owner().namespace(),
                key.owner().describe(),
                key.sidecar(),
                assessment.verdict(),
                assessment.reason(),
                assessment.ifCreatedNow(),
                assessment.gate(),
                check,
                tally.pods(),
                tally.example(),
                tally.readiness());
    }
}
