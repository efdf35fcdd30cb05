package io.sidecarfirst.cli.audit;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ClusterScan;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.manifest.Workloads;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An audit of a cluster: what is asked of it, in which order. */
final class AuditCluster {
    private static final List<WorkloadKind> WORKLOADS = List.of(
            WorkloadKind.DEPLOYMENT,
            WorkloadKind.STATEFUL_SET,
            WorkloadKind.DAEMON_SET,
            WorkloadKind.REPLICATION_CONTROLLER,
            WorkloadKind.CRON_JOB);

    /** These are workloads of their own, or made by one. */
    private static final List<WorkloadKind> BETWEEN = List.of(WorkloadKind.REPLICA_SET, WorkloadKind.JOB);

    /** Pods that have ended wait for nothing. */
    private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";

    private final ApiServer server;
    private final ClusterScan survey;
    private final Optional<String> selector;
    private final Optional<String> fieldSelector;
    private final Progress progress;

    /**
     * @param namespaces those to look at; none stands for all that may be read
     * @param selector of labels, for Pods and workloads
     * @param fieldSelector of fields, for Pods
     */
    AuditCluster(
            ApiServer server,
            List<String> namespaces,
            Optional<String> selector,
            Optional<String> fieldSelector,
            Progress progress) {
        this.server = server;
        this.survey = new ClusterScan(server, namespaces);
        this.selector = selector;
        this.fieldSelector = fieldSelector;
        this.progress = progress;
    }

    Audit audit(Gate gate, Instant now) throws InterruptedException {
        Audit audit = new Audit(gate, new InstallationReader(server).optIn(), now);
        survey.namespaces(audit::namespace);
        String fields = RUNNING + fieldSelector.map(more -> "," + more).orElse("");
        String labels = selector.map(text -> "labelSelector=" + encode(text)).orElse("");
        survey.each(
                WorkloadKind.POD, "fieldSelector=" + encode(fields) + (labels.isEmpty() ? "" : "&" + labels), pod -> {
                    progress.pod();
                    audit.pod(pod);
                });
        for (WorkloadKind resource : BETWEEN) {
            survey.each(resource, "", object -> {
                audit.owner(resource.kind(), object);
                if (selector.isEmpty() && fieldSelector.isEmpty()) {
                    workload(audit, resource, object);
                }
            });
        }
        if (fieldSelector.isEmpty()) {
            for (WorkloadKind resource : WORKLOADS) {
                Consumer<JsonNode> item = object -> workload(audit, resource, object);
                survey.each(resource, labels, item);
            }
        }
        return audit;
    }

    private static void workload(Audit audit, WorkloadKind resource, JsonNode object) {
        if (object instanceof ObjectNode own) {
            own.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
            Workloads.in(own).forEach(workload -> audit.workload(resource.kind(), own, workload.pod()));
        }
    }

    /** Whether it could see any Pods at all. */
    boolean sawPods() {
        return survey.sawPods();
    }

    /** The namespaces that were asked for and are not there. */
    List<String> absent() {
        return survey.absent();
    }

    /** What could not be read. */
    List<String> unseen() {
        return survey.unseen();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
