package io.sidecarfirst.article;

import java.util.List;
import java.util.stream.Collectors;

/** The article's table for people, as in {@code docs/article-table.md}. */
final class ArticleTable {
    private ArticleTable() {}

    static String markdown(List<String> rows, ArticleColumn without, ArticleColumn with, ArticleColumn withContainer) {
        return rows.stream()
                .map(row -> "| `%s` | %s | %s | %s |%n"
                        .formatted(row, cell(row, without), cell(row, with), cell(row, withContainer)))
                .collect(Collectors.joining("", """
                        | Pod | without | with sidecar-first | with a gate container |
                        |---|---|---|---|
                        """, ""));
    }

    private static String cell(String row, ArticleColumn column) {
        Reports reports = column.reports();
        return "%s; `%s %s`, restarts: %s"
                .formatted(
                        main(row, column),
                        reports.column(row, "Ready"),
                        reports.column(row, "Status"),
                        reports.column(row, "Restarts"));
    }

    private static String main(String row, ArticleColumn column) {
        return column.history(row).stream()
                .filter(SeenPod::mainStarted)
                .findFirst()
                .map(pod -> "main started %d s after nginx"
                        .formatted(pod.mainStartedAfterSidecar().toSeconds()))
                .orElse("main not started");
    }
}
