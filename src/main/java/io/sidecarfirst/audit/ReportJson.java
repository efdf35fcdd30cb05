package io.sidecarfirst.audit;

import io.sidecarfirst.proposal.ProposedCheck;
import java.util.List;
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
        ArrayNode rows = root.putArray("rows");
        report.rows().forEach(row -> rows.add(of(row)));
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

    private static ObjectNode of(Row row) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("namespace", row.namespace())
                .put("workload", row.workload())
                .put("sidecar", row.sidecar())
                .put("verdict", row.verdict().toString());
        if (!row.reason().isEmpty()) {
            node.put(row.verdict() == AuditVerdict.GATED ? "source" : "reason", row.reason());
        }
        Assessment.Forecast now = row.ifCreatedNow();
        if (now != null) {
            node.putObject("ifCreatedNowAndOptedIn")
                    .put("verdict", now.isGated() ? "gated" : "skipped")
                    .put(now.isGated() ? "source" : "reason", now.reason());
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
