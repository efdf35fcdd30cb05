package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.prometheus.DocumentedMetrics;
import io.sidecarfirst.prometheus.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alerts and the dashboard: they ask for metrics that exist, and each alert fires when it should. */
class AlertsTest {
    private static final Path TESTS = Path.of("src", "test", "resources", "alerts", "tests.yaml");
    private static final Path RUNBOOK = Path.of("docs", "runbook.md");
    private static final String ENABLED = "metrics: {prometheusRule: {enabled: true}, dashboard: {enabled: true}}";

    @TempDir
    private Path folder;

    private static Stream<JsonNode> alerts(String values) {
        return Rendering.stream(Chart.render(values).only("PrometheusRule").at("/spec/groups/0/rules"));
    }

    private static List<String> names(String values) {
        return alerts(values).map(alert -> alert.path("alert").asString()).toList();
    }

    @Test
    void eachHasASectionOfTheRunbookAndATest() throws IOException {
        List<String> sections = Pattern.compile("(?m)^## (SidecarFirst\\w+)$")
                .matcher(Files.readString(RUNBOOK))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(names(ENABLED)).isEqualTo(sections);
        assertThat(Pattern.compile("alertname=\"(\\w+)\"")
                        .matcher(Files.readString(TESTS))
                        .results()
                        .map(found -> found.group(1)))
                .containsAll(sections);
        assertThat(alerts(ENABLED))
                .allSatisfy(
                        alert -> assertThat(alert.at("/annotations/runbook_url").asString())
                                .endsWith("/docs/runbook.md#"
                                        + alert.path("alert").asString().toLowerCase(Locale.ROOT)));
    }

    @Test
    void valuesLeaveOutAndLabel() {
        String values = """
                metrics:
                  prometheusRule:
                    enabled: true
                    alertLabels: {team: platform, severity: page}
                    disabledAlerts: [SidecarFirstSlow]
                """;
        assertThat(names(values)).hasSize(names(ENABLED).size() - 1).doesNotContain("SidecarFirstSlow");
        assertThat(alerts(values)).allSatisfy(alert -> {
            assertThat(alert.at("/labels/team").asString()).isEqualTo("platform");
            assertThat(alert.at("/labels/severity").asString()).isIn("critical", "warning", "info");
        });
    }

    @Test
    void thresholdsFollowTheValues() {
        assertThat(expression("SidecarFirstSlow", "webhook: {timeoutSeconds: 5}"))
                .endsWith("> 2.5");
        assertThat(expression("SidecarFirstCertificateNearItsEnd", "certificates: {selfManaged: {lifetimeHours: 1}}"))
                .endsWith("< 900");
        assertThat(expression("SidecarFirstCertificateNearItsEnd", "certificates: {mode: cert-manager}"))
                .endsWith("< 86400");
    }

    private static String expression(String alert, String values) {
        return alerts(ENABLED + "\n" + values)
                .filter(candidate -> candidate.path("alert").asString().equals(alert))
                .map(candidate -> candidate.path("expr").asString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void alertsAskForMetricsThatExist() throws IOException {
        for (JsonNode alert : alerts(ENABLED).toList()) {
            assertDocumented(alert.path("expr").asString());
        }
    }

    @Test
    void theDashboardAsksForMetricsThatExist() throws IOException {
        List<String> queries = dashboard().findValuesAsString("expr");
        assertThat(queries).hasSizeGreaterThan(20);
        for (String query : queries) {
            assertDocumented(query);
        }
    }

    private static void assertDocumented(String query) throws IOException {
        assertThat(DocumentedMetrics.namesIn(query))
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(DocumentedMetrics.types()).as(query).containsKey(name));
    }

    /** Panels that lie on each other, or have one number, are shown wrongly, without a word. */
    @Test
    void theDashboardsPanelsHaveAPlaceAndANumberOfTheirOwn() {
        List<JsonNode> panels = Rendering.stream(dashboard().path("panels")).toList();
        assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
        assertThat(panels.stream().flatMap(panel -> fields(panel.path("gridPos"))))
                .doesNotHaveDuplicates();
    }

    private static Stream<String> fields(JsonNode place) {
        return Stream.iterate(
                        place.path("x").asInt(),
                        x -> x < place.path("x").asInt() + place.path("w").asInt(),
                        x -> x + 1)
                .flatMap(x -> Stream.iterate(
                                place.path("y").asInt(),
                                y -> y
                                        < place.path("y").asInt()
                                                + place.path("h").asInt(),
                                y -> y + 1)
                        .map(y -> x + "," + y));
    }

    private static JsonNode dashboard() {
        return Chart.render(ENABLED).dashboard();
    }

    @Test
    void theyFireWhenTheyShould() throws IOException, InterruptedException {
        Promtool.assumeHere();
        Files.writeString(
                folder.resolve("rules.yaml"),
                JsonMapper.shared()
                        .writeValueAsString(
                                Chart.render(ENABLED).only("PrometheusRule").path("spec")));
        Files.copy(TESTS, folder.resolve("tests.yaml"));
        assertThat(Promtool.run(folder, "", "check", "rules", "rules.yaml"))
                .matches(run -> run.exitCode() == 0, "no fault");
        assertThat(Promtool.run(folder, "", "test", "rules", "tests.yaml"))
                .matches(run -> run.exitCode() == 0, "no fault");
    }
}
