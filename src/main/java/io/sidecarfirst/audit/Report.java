package io.sidecarfirst.audit;

import io.sidecarfirst.installation.OptIn;
import java.util.List;

/**
 * What an audit found.
 *
 * @param rows by namespace, workload and sidecar
 * @param optIn by what Pods are opted in
 * @param podsSeen how many Pods were looked at, those without sidecars and those that have ended or are going included
 * @param unseen what could not be read, in words
 */
public record Report(List<Row> rows, OptIn optIn, long podsSeen, List<String> unseen) {
    public Report {
        rows = List.copyOf(rows);
        unseen = List.copyOf(unseen);
    }

    /** Whether a sidecar stands so. */
    public boolean has(AuditVerdict verdict) {
        return count(verdict) > 0;
    }

    /** How many rows stand so. */
    public long count(AuditVerdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }

    /** In how many rows the mains do not wait although there may be something to wait for. */
    public long ungated() {
        return rows.stream().filter(Row::isUngated).count();
    }

    /** How many rows may be of missed sidecars, for all that could be read. */
    public long undecided() {
        return rows.stream()
                .filter(row -> row.verdict() == AuditVerdict.UNKNOWN && row.wouldBeGated())
                .count();
    }
}
