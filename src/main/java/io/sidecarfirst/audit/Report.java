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
 * @param unseen what could not be read, in words
 */
public record Report(List<Row> rows, OptIn optIn, long podsSeen, List<String> unseen) {
    public Report {
        rows = List.copyOf(rows);
        unseen = List.copyOf(unseen);
    }

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
