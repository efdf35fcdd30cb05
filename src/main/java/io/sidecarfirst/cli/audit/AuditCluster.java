package io.sidecarfirst.cli.audit;

import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cluster.ApiServer;
import io.sidecarfirst.cluster.Resource;
import io.sidecarfirst.cluster.Survey;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.manifest.Workloads;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An audit of a cluster: what is asked of it, in which order. */
final class AuditCluster {
    private static final List<Resource> WORKLOADS = List.of(
            Resource.DEPLOYMENT,
            Resource.STATEFUL_SET,
            Resource.DAEMON_SET,
            Resource.REPLICATION_CONTROLLER,
            Resource.CRON_JOB);

    /** These are workloads themselves, or made by one. */
    private static final List<Resource> INTERMEDIATE = List.of(Resource.REPLICA_SET, Resource.JOB);

    /** Pods that have ended wait for nothing. */
    private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";

    private final ApiServer server;
    private final Survey survey;
    private final @Nullable String selector;
    private final @Nullable String fieldSelector;
    private final Progress progress;

    /**
     * @param namespaces those to look at; none stands for all that may be read
     * @param selector of labels, for Pods and workloads; null for all of them
     * @param fieldSelector of fields, for Pods; null for all of them
     */
    AuditCluster(
            ApiServer server,
            List<String> namespaces,
            @Nullable String selector,
            @Nullable String fieldSelector,
            Progress progress) {
        this.server = server;
        this.survey = new Survey(server, namespaces);
        this.selector = selector;
        this.fieldSelector = fieldSelector;
        this.progress = progress;
    }

    Audit audit(Gate gate, Instant now) throws InterruptedException {
        Audit audit = new Audit(gate, new InstallationReader(server).optIn(), now);
        survey.namespaces(audit::namespace);
        String fields = RUNNING + (fieldSelector == null ? "" : "," + fieldSelector);
        String labels = selector == null ? "" : "labelSelector=" + encode(selector);
        survey.each(Resource.POD, "fieldSelector=" + encode(fields) + (labels.isEmpty() ? "" : "&" + labels), pod -> {
            progress.pod();
            audit.pod(pod);
        });
        for (Resource resource : INTERMEDIATE) {
            survey.each(resource, "", object -> {
                audit.owner(resource.kind(), object);
                if (selector == null && fieldSelector == null) {
                    workload(audit, resource, object);
                }
            });
        }
        if (fieldSelector == null) {
            for (Resource resource : WORKLOADS) {
                Consumer<JsonNode> item = object -> workload(audit, resource, object);
                survey.each(resource, labels, item);
            }
        }
        return audit;
    }

    private static void workload(Audit audit, Resource resource, JsonNode object) {
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
