package io.sidecarfirst.audit;

import io.sidecarfirst.terminal.Printable;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names in a report, a line each, as kubectl takes them: for {@code xargs -L1}. */
public final class ReportNames {
    private ReportNames() {}

    /**
     * {@code deployment/web -n shop}: the workloads of the rows; where only what waits is asked for, the Pods that
     * wait.
     *
     * @param withNamespace whether the namespace is told, where it is known
     */
    public static String of(Report report, boolean withNamespace) {
        Stream<String> names = report.only().equals(Set.of(AuditVerdict.WAITING))
                ? report.waiting().stream()
                        .map(waiting -> line("pod/" + waiting.pod(), waiting.namespace(), withNamespace))
                : report.rows().stream().map(row -> line(row.workload(), row.namespace(), withNamespace));
        return names.distinct().collect(Collectors.joining());
    }

    private static String line(String name, String namespace, boolean withNamespace) {
        return Printable.line(name + (withNamespace && !namespace.equals(Audit.NO_NAMESPACE) ? " -n " + namespace : ""))
                + "\n";
    }
}
