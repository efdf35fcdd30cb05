package io.sidecarfirst.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.install.HelmInstallation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table that the project began with, on a real kubelet: which probes and hooks of a sidecar hold its Pod's main
 * back. The Pods are those of {@code src/test/resources/article/table}, each in a namespace without sidecar-first, in
 * one with it, and in one where a gate container holds the mains.
 *
 * @see <a href="https://kubernetes.io/blog/2025/06/03/start-sidecar-first/">Start Sidecar First</a>
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArticleTableTest {
    private static final String READINESS = "readiness-probe";
    private static final String LIVENESS = "liveness-probe";
    private static final String STARTUP = "startup-probe";
    private static final String STARTUP_15 = "startup-probe-of-15-seconds";
    private static final String STARTUP_NEVER = "startup-probe-that-never-passes";
    private static final String POST_START = "post-start";
    private static final String POST_START_NEVER = "post-start-that-never-ends";
    private static final List<String> ROWS =
            List.of(READINESS, LIVENESS, STARTUP, STARTUP_15, STARTUP_NEVER, POST_START, POST_START_NEVER);

    private ArticleColumn without;
    private ArticleColumn with;
    private ArticleColumn withContainer;

    /** All at once, so that the slow rows overlap. */
    @BeforeAll
    void create() {
        HelmInstallation.shared();
        without = new ArticleColumn(ArticleNamespace.without("article-table-without"), ROWS);
        with = new ArticleColumn(ArticleNamespace.with("article-table-with"), ROWS);
        withContainer = new ArticleColumn(ArticleNamespace.withContainer("article-table-with-container"), ROWS);
    }

    /** The columns whose Pods pass the webhook. */
    private Stream<ArticleColumn> gated() {
        return Stream.of(with, withContainer);
    }

    @AfterAll
    void print() {
        System.out.println(ArticleTable.markdown(ROWS, without, with, withContainer));
        without.close();
        with.close();
        withContainer.close();
    }

    @Test
    void readinessProbeWithoutItTheMainStartsAnyway() {
        without.reports().awaiting(READINESS, SeenPod::mainRuns);
        without.reports().awaitFailedProbes("Readiness", READINESS, 2);
        assertThat(without.reports().column(READINESS, "Ready")).isEqualTo("1/2");
        assertThat(without.reports().column(READINESS, "Status")).isEqualTo("Running");
        assertThat(without.history(READINESS)).noneMatch(SeenPod::sidecarReady);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("gated")
    void readinessProbeWithItTheMainNeverStarts(ArticleColumn column) {
        JsonNode pod = column.created(READINESS);
        assertThat(ArticleNamespace.gate(pod).path("exec"))
                .isEqualTo(pod.at("/spec/initContainers/0/readinessProbe").path("exec"));
        column.reports().awaitFailedProbes("Startup", READINESS, 5);
        assertMainHeldBack(column, READINESS);
        assertThat(column.reports().pod(READINESS).sidecarRestarts()).isZero();
    }

    @Test
    void livenessProbeWithoutItTheMainStartsAnywayAndTheSidecarIsRestarted() {
        without.reports().awaiting(LIVENESS, pod -> pod.sidecarRestarts() > 0);
        assertThat(without.firstWithMain(LIVENESS).sidecarRestarts()).isZero();
        assertMainNeverRestarted(without, LIVENESS);
    }

    @Test
    void livenessProbeWithItTheMainStartsAfterNginxServes() {
        JsonNode gate = ArticleNamespace.gate(with.created(LIVENESS));
        assertThat(gate.at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertThat(ArticleNamespace.status(with.created(LIVENESS))).contains("\"gated\":\"port\"");
        with.reports().awaiting(LIVENESS, pod -> pod.mainRuns() && pod.sidecarRestarts() > 0);
        assertThat(with.firstWithMain(LIVENESS).sidecarStarted()).isTrue();
        assertMainNeverRestarted(with, LIVENESS);
    }

    @Test
    void livenessProbeWithAContainerTheMainStartsAfterNginxServes() {
        JsonNode pod = withContainer.created(LIVENESS);
        assertThat(ArticleNamespace.gate(pod).isMissingNode()).isTrue();
        assertThat(pod.at("/spec/initContainers/1/name").asString()).isEqualTo(GateContainer.NAME);
        assertThat(ArticleNamespace.status(pod)).contains("\"gated\":\"port\",\"by\":\"container\"");
        withContainer.reports().awaiting(LIVENESS, seen -> seen.mainRuns() && seen.sidecarRestarts() > 0);
        assertMainNeverRestarted(withContainer, LIVENESS);
    }

    @Test
    void startupProbeWithoutItTheMainWaits() {
        assertMainStartedAfter(without, STARTUP, Duration.ofSeconds(5));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("gated")
    void startupProbeWithItNothingChanges(ArticleColumn column) {
        assertUntouched(column, STARTUP);
        assertMainStartedAfter(column, STARTUP, Duration.ofSeconds(5));
    }

    @Test
    void startupProbeOf15SecondsWithoutItTheMainWaits() {
        assertMainStartedAfter(without, STARTUP_15, Duration.ofSeconds(15));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("gated")
    void startupProbeOf15SecondsWithItNothingChanges(ArticleColumn column) {
        assertUntouched(column, STARTUP_15);
        assertMainStartedAfter(column, STARTUP_15, Duration.ofSeconds(15));
    }

    @Test
    void startupProbeThatNeverPassesWithoutItTheMainNeverStarts() {
        without.reports().awaitFailedProbes("Startup", STARTUP_NEVER, 2);
        assertMainHeldBack(without, STARTUP_NEVER);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("gated")
    void startupProbeThatNeverPassesWithItTheMainNeverStarts(ArticleColumn column) {
        assertUntouched(column, STARTUP_NEVER);
        column.reports().awaitFailedProbes("Startup", STARTUP_NEVER, 2);
        assertMainHeldBack(column, STARTUP_NEVER);
    }

    @Test
    void postStartWithoutItTheMainStartsAfterTheHook() {
        assertMainStartedAfterTheHook(without);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("gated")
    void postStartWithItTheMainStillStartsAfterTheHook(ArticleColumn column) {
        assertThat(ArticleNamespace.status(column.created(POST_START))).contains("held-by-post-start");
        assertThat(ArticleNamespace.gate(column.created(POST_START)).isMissingNode())
                .isTrue();
        assertMainStartedAfterTheHook(column);
    }

    @Test
    void postStartThatNeverEndsWithoutItTheMainNeverStarts() {
        assertHookHoldsMainBack(without);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("gated")
    void postStartThatNeverEndsWithItTheMainNeverStarts(ArticleColumn column) {
        assertHookHoldsMainBack(column);
    }

    /** The kubelet has the sidecar running and its check failing; it has never started the main. */
    private static void assertMainHeldBack(ArticleColumn column, String row) {
        SeenPod pod = column.reports().pod(row);
        assertThat(pod.sidecarRuns()).isTrue();
        assertThat(pod.sidecarStarted()).isFalse();
        assertMainNeverStarted(column, row);
    }

    private static void assertMainNeverStarted(ArticleColumn column, String row) {
        assertThat(column.reports().pod(row).mainStarted()).isFalse();
        assertThat(column.history(row)).isNotEmpty().noneMatch(SeenPod::mainStarted);
        assertThat(column.reports().column(row, "Ready")).isEqualTo("0/2");
    }

    private static void assertMainNeverRestarted(ArticleColumn column, String row) {
        assertThat(column.reports().pod(row).mainRuns()).isTrue();
        assertThat(column.history(row)).allMatch(pod -> pod.mainRestarts() == 0);
    }

    /** The main started after the check had passed, which takes at least so long. */
    private static void assertMainStartedAfter(ArticleColumn column, String row, Duration check) {
        column.reports().awaiting(row, SeenPod::mainRuns);
        SeenPod first = column.firstWithMain(row);
        assertThat(first.sidecarStarted()).isTrue();
        assertThat(first.mainStartedAfterSidecar()).isGreaterThanOrEqualTo(check);
        assertThat(column.history(row)).anyMatch(pod -> pod.sidecarRuns() && !pod.sidecarStarted());
    }

    private static void assertMainStartedAfterTheHook(ArticleColumn column) {
        column.reports().awaiting(POST_START, SeenPod::mainRuns);
        double hookEnded = Double.parseDouble(column.reports().run(POST_START, "nginx", "cat", "/tmp/answered"));
        assertThat(column.reports().processStart(POST_START, "myapp")).isGreaterThanOrEqualTo(hookEnded);
    }

    /** Its third try means that at least ten seconds have passed since nginx ran. */
    private static void assertHookHoldsMainBack(ArticleColumn column) {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> column.reports()
                                .run(POST_START_NEVER, "nginx", "cat", "/tmp/tries")
                                .lines()
                                .count()
                        >= 3);
        assertThat(column.reports().pod(POST_START_NEVER).sidecarStarted()).isFalse();
        assertMainNeverStarted(column, POST_START_NEVER);
    }

    /**
     * With sidecar-first the API server made the same init containers of the file as without, and there is no trace of
     * a review.
     */
    private void assertUntouched(ArticleColumn column, String row) {
        assertThat(initContainers(column.created(row))).isEqualTo(initContainers(without.created(row)));
        assertThat(ArticleNamespace.status(column.created(row))).isEmpty();
    }

    /** Without the token's mount, whose name is another in each Pod. */
    private static JsonNode initContainers(JsonNode pod) {
        JsonNode containers = pod.at("/spec/initContainers").deepCopy();
        containers.forEach(container -> ((ObjectNode) container).remove("volumeMounts"));
        return containers;
    }
}
