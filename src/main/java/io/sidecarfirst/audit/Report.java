package io.sidecarfirst.audit;

import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.installation.Releasing;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an audit found.
 *
 * @param rows by namespace, workload and sidecar
 * @param sums how many rows there are of each verdict, also where only some of them are in {@code rows}
 * @param only the verdicts that are asked for; empty for all
 * @param waiting the Pods that wait now; those that wait longest come first
 * @param optIn what opts Pods in
 * @param releasing whether gates are given up
 * @param podsSeen how many Pods were looked at, also those without sidecars, and those that have ended or
 *     are being deleted
 * @param warnings labels and annotations that have no effect
 * @param faults known faults of the cluster's Kubernetes that gates meet, in sentences
 * @param unseen what could not be read, in words
 */
public record Report(
        List<Row> rows,
        Map<AuditVerdict, Long> sums,
        Set<AuditVerdict> only,
        List<WaitingPod> waiting,
        OptIn optIn,
        Releasing releasing,
        long podsSeen,
        List<WorkloadWarning> warnings,
        List<String> faults,
        List<String> unseen) {
    public Report {
        rows = List.copyOf(rows);
        sums = Map.copyOf(sums);
        only = only.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(only));
        waiting = List.copyOf(waiting);
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
    public record WorkloadWarning(String namespace, String workload, String key, String text) {
        boolean isOf(Row row) {
            return row.namespace().equals(namespace) && row.workload().equals(workload);
        }
    }

    /** The sums of rows. */
    static Map<AuditVerdict, Long> sums(List<Row> rows) {
        Map<AuditVerdict, Long> sums = new EnumMap<>(AuditVerdict.class);
        rows.forEach(row -> sums.merge(row.verdict(), 1L, Long::sum));
        return sums;
    }

    /** The rows with these verdicts, and what belongs to them. The sums stay those of all. */
    public Report only(Set<AuditVerdict> verdicts) {
        List<Row> some =
                rows.stream().filter(row -> verdicts.contains(row.verdict())).toList();
        return new Report(
                some,
                sums,
                verdicts,
                verdicts.contains(AuditVerdict.WAITING) ? waiting : List.of(),
                optIn,
                releasing,
                podsSeen,
                warnings.stream()
                        .filter(warning -> some.stream().anyMatch(warning::isOf))
                        .toList(),
                faults,
                unseen);
    }

    /** Whether any row has this verdict. */
    public boolean has(AuditVerdict verdict) {
        return count(verdict) > 0;
    }

    /** How many rows have this verdict. */
    public long count(AuditVerdict verdict) {
        return sums.getOrDefault(verdict, 0L);
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
