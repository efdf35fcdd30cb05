package io.sidecarfirst.audit;

import io.sidecarfirst.explain.OptIn;
import java.util.List;

/**
 * What an audit found.
 *
 * @param rows by namespace, workload and sidecar
 * @param optIn by what Pods are opted in
 * @param podsSeen how many Pods were looked at, those without sidecars and those that have ended included
 * @param unseen what could not be read, in words
 */
public record Report(List<Row> rows, OptIn optIn, long podsSeen, List<String> unseen) {
    public Report {
        rows = List.copyOf(rows);
        unseen = List.copyOf(unseen);
    }

    /** Whether a sidecar stands so. */
    public boolean has(Standing standing) {
        return rows.stream().anyMatch(row -> row.standing() == standing);
    }

    /** Whether the mains of some Pod do not wait although there may be something to wait for. */
    public boolean hasUngated() {
        return rows.stream().anyMatch(Row::isUngated);
    }
}
