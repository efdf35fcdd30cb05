package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.audit.Report;
import io.sidecarfirst.audit.ReportJson;
import io.sidecarfirst.audit.WorkloadSentences;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cli.common.ServerSettings;
import io.sidecarfirst.cli.common.WaitingPodsReader;
import io.sidecarfirst.explain.Explanation;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.installation.UnansweredWebhook;
import io.sidecarfirst.observed.FailedCreate;
import io.sidecarfirst.observed.JobEnd;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.OtherWait;
import io.sidecarfirst.observed.Owner;
import io.sidecarfirst.terminal.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The Pods that a workload has now, as far as they may be read: audited, because they may be older than what is. */
final class WorkloadPods {
    /** A request each. */
    private static final int MOST_ASKED = 5;

    /**
     * On each Pod of a Job since Kubernetes 1.27, which is older than native sidecars.
     *
     * @see <a href="https://kubernetes.io/docs/reference/labels-annotations-taints/#batchkubernetesio-job-name">The
     *     label</a>
     */
    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    /** That the API server refuses their Pods; others have a condition for that. */
    private static final Set<WorkloadKind> SAYS_IN_EVENTS =
            Set.of(WorkloadKind.STATEFUL_SET, WorkloadKind.DAEMON_SET, WorkloadKind.JOB);

    private final ApiServer server;
    private final InstallationReader installation;
    private final ServerSettings settings;

    WorkloadPods(ApiServer server, InstallationReader installation, ServerSettings settings) {
        this.server = server;
        this.installation = installation;
        this.settings = settings;
    }

    /**
     * Which Pods a workload has.
     *
     * @param selector of their labels
     * @param isOwner whether an object that controls a Pod with these labels is the workload, or of it
     */
    private record Selection(String selector, Predicate<Owner> isOwner) {}

    /**
     * What is found of them.
     *
     * @param object the workload
     * @param explanation of the workload
     * @return empty for a Pod, and for what makes none by itself
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    Optional<Explanation.PodsNow> of(
            WorkloadKind kind, String namespace, JsonNode object, Explanation explanation, Instant now)
            throws InterruptedException {
        if (kind == WorkloadKind.POD || kind == WorkloadKind.POD_TEMPLATE) {
            return Optional.empty();
        }
        Audit audit = new Audit(settings.gate(), settings.programs(), installation.optIn(), now);
        installation.labels(namespace).ifPresent(labels -> audit.namespace(namespace, labels));
        int[] live = {0};
        List<String> held = new ArrayList<>();
        Selection selection = selection(kind, object);
        if (kind == WorkloadKind.CRON_JOB) {
            object.path("status")
                    .path("active")
                    .forEach(job -> audit.owner(WorkloadKind.JOB.kind(), ofCronJob(job, object)));
        }
        Pods pods = new Pods(server, namespace);
        Pods.Selected read = selection.selector().isEmpty()
                ? new Pods.Selected(true, null)
                : pods.select(selection.selector(), pod -> {
                    if (isLive(pod) && Owner.of(pod).filter(selection.isOwner()).isPresent()) {
                        live[0]++;
                        audit.pod(pod);
                        OtherWait.of(Pod.of(pod))
                                .ifPresent(what -> held.add("Pod "
                                        + pod.path("metadata").path("name").asString("")
                                        + " does not wait for a gate now, but for " + what + "."));
                    }
                });
        List<String> unseen = new ArrayList<>(WaitingPodsReader.read(server, audit, MOST_ASKED));
        if (read.problem() != null) {
            unseen.add("pods: " + read.problem());
        } else if (!read.isAll()) {
            unseen.add("more pods than the first " + live[0]);
        }
        Report report = audit.report(unseen);
        List<String> sentences = new ArrayList<>();
        FailedCreate refused = refusal(kind, namespace, object).orElse(null);
        if (refused != null) {
            sentences.add(sentence(refused, now));
        }
        if (read.problem() == null || live[0] > 0) {
            held.stream().limit(MOST_ASKED).forEach(sentences::add);
            sentences.addAll(WorkloadSentences.of(report, live[0], explanation));
        }
        if (kind == WorkloadKind.JOB) {
            JobEnd.of(object)
                    .ifPresent(end -> sentences.add("The Job has ended (" + end
                            + ") and makes no more: below is what is decided for a new Job of this template."));
        }
        unseen.forEach(line -> sentences.add("Not seen: " + line));
        return Optional.of(new Explanation.PodsNow(sentences, tree(report, live[0], refused)));
    }

    /** Why no more Pods come, in the API server's words. */
    private Optional<FailedCreate> refusal(WorkloadKind kind, String namespace, JsonNode object)
            throws InterruptedException {
        return SAYS_IN_EVENTS.contains(kind)
                ? FailedCreate.in(new Pods(server, namespace).events(object).items())
                : FailedCreate.of(object);
    }

    private String sentence(FailedCreate refused, Instant now) throws InterruptedException {
        return "The API server refused a new one"
                + (refused.at() == null
                        ? ""
                        : " "
                                + Durations.seconds(Math.max(
                                        0, Duration.between(refused.at(), now).toSeconds())) + " ago")
                + ": " + refused.message() + ". It is tried again by itself, with growing pauses."
                + UnansweredWebhook.remedy(
                                refused.message(), installation.optIn().installation())
                        .map(remedy -> " " + remedy + ".")
                        .orElse("");
    }

    private static boolean isLive(JsonNode pod) {
        return LivePod.endReason(Pod.of(pod)).isEmpty();
    }

    private static ObjectNode tree(Report report, int live, @Nullable FailedCreate refused) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("live", live);
        tree.set("rows", ReportJson.rows(report));
        tree.set("waiting", ReportJson.waiting(report));
        if (refused != null) {
            ObjectNode node = tree.putObject("refused").put("message", refused.message());
            if (refused.at() != null) {
                node.put("at", refused.at().toString());
            }
        }
        ArrayNode unseen = tree.putArray("unseen");
        report.unseen().forEach(unseen::add);
        return tree;
    }

    /** With an empty selector where there can be no Pods. */
    private static Selection selection(WorkloadKind kind, JsonNode object) {
        String name = object.path("metadata").path("name").asString("");
        JsonNode selector = object.path("spec").path("selector");
        return switch (kind) {
            case REPLICATION_CONTROLLER -> new Selection(labels(selector), new Owner(kind.kind(), name)::equals);
            case DEPLOYMENT -> new Selection(selector(selector), owner -> isReplicaSet(owner, name));
            case CRON_JOB -> ofJobs(object.path("status").path("active"));
            default -> new Selection(selector(selector), new Owner(kind.kind(), name)::equals);
        };
    }

    /** A Deployment's ReplicaSets have its name, and the hash of their template, which has no hyphen. */
    private static boolean isReplicaSet(Owner owner, String deployment) {
        return owner.kind().equals(WorkloadKind.REPLICA_SET.kind())
                && owner.name().lastIndexOf('-') == deployment.length()
                && owner.name().startsWith(deployment);
    }

    private static Selection ofJobs(JsonNode active) {
        Set<String> names = new HashSet<>();
        active.forEach(job -> names.add(job.path("name").asString("")));
        return new Selection(
                names.isEmpty() ? "" : JOB_NAME + " in (" + String.join(",", names) + ")",
                owner -> owner.kind().equals(WorkloadKind.JOB.kind()) && names.contains(owner.name()));
    }

    /** As much of a Job as says whose it is. */
    private static JsonNode ofCronJob(JsonNode job, JsonNode cronJob) {
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = known.putObject("metadata")
                .put("name", job.path("name").asString(""))
                .put("namespace", cronJob.path("metadata").path("namespace").asString(""));
        metadata.putArray("ownerReferences")
                .addObject()
                .put("controller", true)
                .put("kind", WorkloadKind.CRON_JOB.kind())
                .put("name", cronJob.path("metadata").path("name").asString(""));
        return known;
    }

    private static String selector(JsonNode selector) {
        List<String> parts = new ArrayList<>();
        String labels = labels(selector.path("matchLabels"));
        if (!labels.isEmpty()) {
            parts.add(labels);
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = expression.path("key").asString("");
            String values = String.join(
                    ",",
                    StreamSupport.stream(expression.path("values").spliterator(), false)
                            .map(value -> value.asString(""))
                            .toList());
            switch (expression.path("operator").asString("")) {
                case "In" -> parts.add(key + " in (" + values + ")");
                case "NotIn" -> parts.add(key + " notin (" + values + ")");
                case "Exists" -> parts.add(key);
                case "DoesNotExist" -> parts.add("!" + key);
                default -> {
                    // One of a later Kubernetes: the owners tell the rest.
                }
            }
        }
        return String.join(",", parts);
    }

    private static String labels(JsonNode labels) {
        return String.join(
                ",",
                labels.properties().stream()
                        .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                        .toList());
    }
}
