package io.sidecarfirst.audit;

import io.sidecarfirst.installation.OptIn;
import java.util.List;

/**
 * What an audit found.
 *
 * @param rows by namespace, workload and sidecar
 * @param optIn what opts Pods in
 * @param podsSeen how many Pods were looked at, also those without sidecars, and those that have ended or
 *     are being deleted
 * @param warnings labels and annotations that have no effect
 * @param faults known faults of the cluster's Kubernetes that gates meet, in sentences
 * @param unseen what could not be read, in words
 */
public record Report(
        List<Row> rows,
        OptIn optIn,
        long podsSeen,
        List<WorkloadWarning> warnings,
        List<String> faults,
        List<String> unseen) {
    public Report {
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
        faults = List.copyOf(faults);
        unseen = List.copyOf(unseen);
    }

    /**
     * A label or an annotation of a workload that has no effect, or not the one that was meant.
     *
     * @param key the whole key, cut where it is long
     * @param text what is wrong with it
     */
    public record WorkloadWarning(String namespace, String workload, String key, String text) {}

    /** Whether any row has this verdict. */
    public boolean has(AuditVerdict verdict) {
        return count(verdict) > 0;
    }

    /** How many rows have this verdict. */
    public long count(AuditVerdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }

    /** In how many rows the mains do not wait although there may be something to wait for. */
    public long ungated() {
        return rows.stream().filter(Row::isUngated).count();
    }

    /** How many rows may be missed sidecars, because not enough could be read to tell. */
    public long undecided() {
        return rows.stream()
                .filter(row -> row.verdict() == AuditVerdict.UNKNOWN && row.wouldBeGated())
                .count();
    }
}
