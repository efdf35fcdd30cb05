package io.sidecarfirst.cli.audit;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ClusterScan;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cli.common.ServerSettings;
import io.sidecarfirst.cli.common.VersionsReader;
import io.sidecarfirst.cli.common.WaitingPodsReader;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.manifest.Workloads;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    /** These are workloads themselves, or made by one. */
    private static final List<WorkloadKind> INTERMEDIATE = List.of(WorkloadKind.REPLICA_SET, WorkloadKind.JOB);

    /** Pods that have ended wait for nothing. */
    private static final String RUNNING = "status.phase!=Succeeded,status.phase!=Failed";

    /** A request each; a person looks at no more of them, and one cause mostly holds them all. */
    private static final int MOST_ASKED = 50;

    private final ApiServer server;
    private final ClusterScan scan;
    private final @Nullable String selector;
    private final @Nullable String fieldSelector;
    private final Progress progress;
    private List<String> unsaid = List.of();

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
        this.scan = new ClusterScan(server, namespaces);
        this.selector = selector;
        this.fieldSelector = fieldSelector;
        this.progress = progress;
    }

    /**
     * Reads the cluster.
     *
     * @param options what decides, where the settings of the server there are not known or not wanted
     * @param note gets a line about settings
     */
    Audit audit(GateOptions options, Consumer<String> note, Instant now) throws InterruptedException {
        OptIn optIn = new InstallationReader(server).optIn();
        ServerSettings settings = ServerSettings.of(options, server, optIn.installation(), note);
        if (settings.origin() != null) {
            note.accept("decided under the server's settings (" + settings.origin() + ")");
        }
        Audit audit = new Audit(settings.gate(), settings.programs(), optIn, now);
        audit.releasing(settings.releasing());
        audit.versions(new VersionsReader(server).all());
        scan.namespaces(audit::namespace);
        String fields = RUNNING + (fieldSelector == null ? "" : "," + fieldSelector);
        String labels = selector == null ? "" : "labelSelector=" + encode(selector);
        scan.each(WorkloadKind.POD, "fieldSelector=" + encode(fields) + (labels.isEmpty() ? "" : "&" + labels), pod -> {
            progress.pod();
            audit.pod(pod);
        });
        if ((selector != null || fieldSelector != null) && scan.misunderstood() != null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "no API server can read that --selector or --field-selector: " + scan.misunderstood());
        }
        for (WorkloadKind kind : INTERMEDIATE) {
            scan.each(kind, "", object -> {
                audit.owner(kind.kind(), object);
                if (selector == null && fieldSelector == null) {
                    workload(audit, kind, object);
                }
            });
        }
        if (fieldSelector == null) {
            for (WorkloadKind kind : WORKLOADS) {
                Consumer<JsonNode> item = object -> workload(audit, kind, object);
                scan.each(kind, labels, item);
            }
        }
        return audit;
    }

    /** Asks what the kubelet says of the Pods that wait. */
    void explainWaiting(Audit audit) throws InterruptedException {
        unsaid = WaitingPodsReader.read(server, audit, MOST_ASKED);
    }

    private static void workload(Audit audit, WorkloadKind kind, JsonNode object) {
        if (object instanceof ObjectNode own) {
            own.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
            Workloads.in(own).found().forEach(workload -> audit.workload(kind.kind(), own, workload.template()));
        }
    }

    /** Whether it could see any Pods at all. */
    boolean sawPods() {
        return scan.sawPods();
    }

    /** The namespaces that were asked for and are not there. */
    List<String> absent() {
        return scan.absent();
    }

    /** Whether all that verdicts depend on could be read. */
    boolean isAllSeen() {
        return scan.unseen().isEmpty();
    }

    /** What could not be read. */
    List<String> unseen() {
        return Stream.concat(scan.unseen().stream(), unsaid.stream()).toList();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
