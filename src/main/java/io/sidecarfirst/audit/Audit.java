package io.sidecarfirst.audit;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Adds up what many Pods and templates say. Each is looked at once and not kept: what grows is the number of rows, not that
 * of Pods. Not safe to share between threads.
 */
public final class Audit {
    /** A chain of owners this long is a circle. */
    private static final int LONGEST_CHAIN = 5;

    /** Of an object in a file that names none. */
    private static final String NO_NAMESPACE = "-";

    private final Gate gate;
    private final OptIn optIn;
    private final Instant now;
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Map<Owned, Owned> owners = new HashMap<>();
    private final Map<Owned, Owned> guessedOwners = new HashMap<>();
    private final Set<Owned> ownerless = new HashSet<>();
    private final Map<Key, Tally> pods = new HashMap<>();
    private final Map<Key, Tally> templates = new HashMap<>();
    private long podsSeen;

    /** An object of a namespace. */
    private record Owned(String namespace, String kind, String name) {
        String describe() {
            return kind.toLowerCase(Locale.ROOT) + "/" + name;
        }
    }

    private record Key(Owned owner, String sidecar, Assessment assessment) {}

    private record RowKey(String namespace, String workload, String sidecar) {}

    /**
     * @param gate who decides, under the settings that the server has
     * @param optIn which Pods are opted in
     * @param now for how long containers have been running
     */
    public Audit(Gate gate, OptIn optIn, Instant now) {
        this.gate = gate;
        this.optIn = optIn;
        this.now = now;
    }

    /** Takes in a namespace; before the Pods in it. */
    public void namespace(JsonNode namespace) {
        namespaces.put(namespace.path("metadata").path("name").asString(""), OptIn.labels(namespace.path("metadata")));
    }

    /** Takes in who controls an object, such as the Deployment of a ReplicaSet. */
    public void owner(String kind, JsonNode object) {
        Owned child = owned(kind, object);
        Owner.of(object)
                .ifPresentOrElse(
                        owner -> owners.put(child, new Owned(child.namespace(), owner.kind(), owner.name())),
                        () -> ownerless.add(child));
    }

    /** Takes in a Pod; one that has ended or is going is left out, and so is one without sidecars. */
    public void pod(JsonNode root) {
        podsSeen++;
        Pod pod = Pod.of(root);
        if (LivePod.end(pod).isPresent()) {
            return;
        }
        if (pod.sidecars().isEmpty()) {
            return;
        }
        Owned self = owned("Pod", root);
        Owned owner = Owner.of(root)
                .map(it -> new Owned(self.namespace(), it.kind(), it.name()))
                .orElse(self);
        guess(owner, root);
        OptIn.Answer answer = optedIn(self.namespace(), root);
        for (Verdict verdict : gate.plan(pod).verdicts()) {
            Assessment assessment = Assessment.ofPod(pod, verdict, answer, optIn.installation());
            pods.computeIfAbsent(new Key(owner, verdict.sidecar().name(), assessment), key -> new Tally(self.name()))
                    .add(
                            verdict.sidecar().startupProbe().isPresent()
                                    ? new ReadinessOrder.Unknown()
                                    : ReadinessOrder.of(pod, verdict.sidecar(), now));
        }
    }

    /**
     * Takes in something that makes Pods, or a manifest of a Pod; shown only where no Pod of it is. One that has an owner is that one's business, and
     * a Job that has ended makes no more Pods.
     *
     * @param kind as Kubernetes writes it
     * @param object all of it
     * @param template the Pod template in it; of a Pod, the Pod
     */
    public void workload(String kind, JsonNode object, JsonNode template) {
        Pod pod = Pod.of(template);
        if (pod.sidecars().isEmpty() || Owner.of(object).isPresent() || hasEnded(object)) {
            return;
        }
        Owned self = owned(kind, object);
        OptIn.Answer answer = optedIn(self.namespace(), template);
        for (Verdict verdict : gate.plan(pod).verdicts()) {
            templates.put(
                    new Key(
                            self,
                            verdict.sidecar().name(),
                            Assessment.ofTemplate(pod, verdict, answer, optIn.installation())),
                    new Tally(""));
        }
    }

    private static boolean hasEnded(JsonNode object) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            String type = condition.path("type").asString("");
            if ((type.equals("Complete") || type.equals("Failed"))
                    && condition.path("status").asString("").equals("True")) {
                return true;
            }
        }
        return false;
    }

    private OptIn.Answer optedIn(String namespace, JsonNode pod) {
        return optIn.of(namespace, Optional.ofNullable(namespaces.get(namespace)), pod.path("metadata"));
    }

    private static Owned owned(String kind, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String name = metadata.path("name").asString("");
        return new Owned(
                metadata.path("namespace").asString(NO_NAMESPACE),
                kind,
                name.isEmpty() ? metadata.path("generateName").asString("") + "*" : name);
    }

    /** A ReplicaSet of a Deployment is called after it and the hash in its Pods' labels; for where none may be read. */
    private void guess(Owned owner, JsonNode pod) {
        String hash =
                pod.path("metadata").path("labels").path("pod-template-hash").asString("");
        if (owner.kind().equals("ReplicaSet") && !hash.isEmpty() && owner.name().endsWith("-" + hash)) {
            String deployment = owner.name().substring(0, owner.name().length() - hash.length() - 1);
            guessedOwners.put(owner, new Owned(owner.namespace(), "Deployment", deployment));
        }
    }

    private Owned top(Owned owner) {
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

    /**
     * What it adds up to.
     *
     * @param unseen what could not be read, in words
     */
    public Report report(List<String> unseen) {
        Map<Key, Tally> sums = new HashMap<>();
        Set<RowKey> places = new HashSet<>();
        pods.forEach((key, tally) -> {
            Key top = new Key(top(key.owner()), key.sidecar(), key.assessment());
            sums.merge(top, tally, Tally::plus);
            places.add(place(top));
        });
        templates.forEach((key, tally) -> {
            if (!places.contains(place(key))) {
                sums.put(key, tally);
            }
        });
        List<Row> rows = new ArrayList<>();
        sums.forEach((key, tally) -> rows.add(row(key, tally)));
        rows.sort(Comparator.comparing(Row::namespace)
                .thenComparing(Row::workload)
                .thenComparing(Row::sidecar)
                .thenComparing(Row::verdict)
                .thenComparing(Row::why));
        return new Report(rows, optIn, podsSeen, unseen);
    }

    private static RowKey place(Key key) {
        return new RowKey(key.owner().namespace(), key.owner().describe(), key.sidecar());
    }

    private static Row row(Key key, Tally tally) {
        Assessment assessment = key.assessment();
        return new Row(
                key.owner().namespace(),
                key.owner().describe(),
                key.sidecar(),
                assessment.verdict(),
                assessment.reason(),
                assessment.would(),
                tally.pods(),
                tally.example(),
                tally.readiness());
    }
}
