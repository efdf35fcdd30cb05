package io.sidecarfirst.audit;

import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.proposal.ProposedCheck;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report as JSON: for programs, in names that do not change. */
public final class ReportJson {
    private ReportJson() {}

    /** The whole report. */
    public static ObjectNode of(Report report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("installed", report.optIn().installation().id())
                .put("optedInBy", report.optIn().source())
                .put("podsSeen", report.podsSeen());
        ObjectNode sums = root.putObject("rowsByVerdict");
        for (AuditVerdict verdict : AuditVerdict.values()) {
            sums.put(verdict.toString(), report.count(verdict));
        }
        root.set("rows", rows(report));
        root.set("waiting", waiting(report));
        ArrayNode warnings = root.putArray("warnings");
        for (Report.WorkloadWarning warning : report.warnings()) {
            warnings.addObject()
                    .put("namespace", warning.namespace())
                    .put("workload", warning.workload())
                    .put("key", warning.key())
                    .put("text", warning.text());
        }
        ArrayNode faults = root.putArray("knownFaults");
        report.faults().forEach(faults::add);
        ArrayNode unseen = root.putArray("unseen");
        List.copyOf(report.unseen()).forEach(unseen::add);
        return root;
    }

    /** The rows. */
    public static ArrayNode rows(Report report) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        report.rows().forEach(row -> rows.add(of(row)));
        return rows;
    }

    /** The Pods that wait. */
    public static ArrayNode waiting(Report report) {
        ArrayNode pods = JsonNodeFactory.instance.arrayNode();
        report.waiting().forEach(pod -> pods.add(of(pod)));
        return pods;
    }

    private static ObjectNode of(WaitingPod pod) {
        WaitingPod.Wait wait = pod.waitsFor();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("namespace", pod.namespace())
                .put("pod", pod.pod())
                .put("workload", pod.workload())
                .put("sidecar", wait.sidecar())
                .put(reasonKey(AuditVerdict.WAITING, wait.reason()), wait.reason())
                .put("check", wait.check());
        if (wait.since() != null) {
            node.put("since", wait.since().toString()).put("seconds", wait.seconds());
            node.put("bound", wait.bound().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        node.put("restarts", wait.restarts()).put("inBackOff", wait.isInBackOff());
        if (wait.crash() != null) {
            node.putObject("crash")
                    .put("exitCode", wait.crash().exitCode())
                    .put("reason", wait.crash().reason());
        }
        if (pod.failure() != null) {
            node.put("lastFailure", pod.failure());
        }
        return node;
    }

    /** What a reason is: of a gate of ours, what it was derived from. */
    private static String reasonKey(AuditVerdict verdict, String reason) {
        boolean isOurs = verdict == AuditVerdict.GATED || verdict == AuditVerdict.WAITING;
        return isOurs && !reason.equals(Reason.ALREADY_GATED.id()) ? "source" : "reason";
    }

    private static ObjectNode of(Row row) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("namespace", row.namespace())
                .put("workload", row.workload())
                .put("sidecar", row.sidecar())
                .put("verdict", row.verdict().toString());
        if (!row.reason().isEmpty()) {
            node.put(reasonKey(row.verdict(), row.reason()), row.reason());
        }
        Assessment.Forecast now = row.ifCreatedNow();
        if (now != null) {
            node.putObject("ifCreatedNowAndOptedIn")
                    .put("verdict", now.isGated() ? "gated" : "skipped")
                    .put(now.isGated() ? "source" : "reason", now.reason());
        }
        if (row.gate().isByContainer()) {
            node.put("gate", GateMode.CONTAINER.id());
        }
        node.put("pods", row.pods());
        if (!row.example().isEmpty()) {
            node.put("examplePod", row.example());
        }
        Row.ReadinessCounts readiness = row.readiness();
        if (readiness.after() + readiness.notAfter() > 0) {
            ObjectNode history = node.putObject("readyAfterMains")
                    .put("podsAfter", readiness.after())
                    .put("podsNotReadyYet", readiness.stillNotReady())
                    .put("podsNotAfter", readiness.notAfter());
            if (readiness.after() > 0) {
                history.put("leastSeconds", readiness.leastSeconds()).put("mostSeconds", readiness.mostSeconds());
            }
        }
        ArrayNode flags = node.putArray("flags");
        row.flags().forEach(flags::add);
        ProposedCheck check = row.check();
        if (check != null) {
            ObjectNode proposal = node.putObject("checkOfItsProgram")
                    .put("annotation", check.annotation())
                    .put("value", check.value());
            ArrayNode needs = proposal.putArray("needs");
            check.check().needs().forEach(needs::add);
            proposal.put("note", check.check().note()).put("see", check.check().link());
        }
        return node;
    }
}
