package io.sidecarfirst.cli.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.Terminal;
import io.sidecarfirst.cli.common.TerminalTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code timeline} on files, and against an API server of the test's own. */
class TimelineTest {
    private static final Path CASES = Path.of("src/test/resources/timeline");
    private static final String WAITING = "{\"waiting\":{\"reason\":\"PodInitializing\"}}";

    private final Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path folder;

    private volatile Reply events = Reply.ok("{\"kind\":\"EventList\",\"items\":[]}");

    private String pod(String uid, String proxy, boolean started, String app) {
        return """
                {"kind":"Pod","apiVersion":"v1",
                 "metadata":{"name":"web-0","namespace":"shop","uid":"%s","creationTimestamp":"%s"},
                 "spec":{"initContainers":[{"name":"proxy","restartPolicy":"Always","startupProbe":{"exec":{}}}],
                         "containers":[{"name":"app"}]},
                 "status":{"phase":"Pending",
                  "conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"%s"}],
                  "initContainerStatuses":[{"name":"proxy","restartCount":0,"started":%s,"ready":%s,"state":%s}],
                  "containerStatuses":[{"name":"app","restartCount":0,"started":%s,"ready":%s,"state":%s}]}}
                """.formatted(
                uid, created, created, started, started, proxy, app.contains("running"), app.contains("running"), app);
    }

    private static String running() {
        return "{\"running\":{\"startedAt\":\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"}}";
    }

    /** A server whose answer, but for Events, changes from one request to the next; they are counted from 0. */
    private FakeApiServer start(IntFunction<Reply> answers) throws IOException {
        AtomicInteger looks = new AtomicInteger();
        return FakeApiServer.start(
                request -> request.path().endsWith("/events") ? events : answers.apply(looks.getAndIncrement()));
    }

    private Reply waits() {
        return Reply.ok(pod("a", WAITING, false, WAITING));
    }

    /** Waits, runs behind its gate, passes, and then the main runs. */
    private IntFunction<Reply> starts() {
        String proxy = running();
        return look -> switch (look) {
            case 0, 1 -> waits();
            case 2 -> Reply.ok(pod("a", proxy, false, WAITING));
            case 3 -> Reply.ok(pod("a", proxy, true, WAITING));
            default -> Reply.ok(pod("a", proxy, true, running()));
        };
    }

    private Cli.Run run(FakeApiServer api, String... more) throws IOException {
        String[] all = Stream.concat(
                        Stream.of(
                                "timeline",
                                "pod/web-0",
                                "--kubeconfig",
                                api.kubeconfig(folder, "shop").toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return Cli.with(Map.of("LANG", "C.UTF-8", "COLUMNS", "90")).execute(all);
    }

    private static void assertFails(Cli.Run run, int code, String... said) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).startsWith("sidecar-first: ").contains(said);
    }

    @Test
    void aPodOfACluster() throws IOException {
        try (FakeApiServer api = start(look -> Reply.ok(pod("a", running(), true, running())))) {
            Cli.Run run = run(api);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .startsWith("pod shop/web-0  Pending, created ")
                    .contains("proxy", "app", "█");
            assertThat(api.requests())
                    .containsExactly(
                            "GET /api/v1/namespaces/shop/pods/web-0",
                            "GET /api/v1/namespaces/shop/events?limit=500"
                                    + "&fieldSelector=involvedObject.name%3Dweb-0%2CinvolvedObject.uid%3Da");
        }
    }

    @Test
    void aWorkloadOfWhichOnePodIsMeant() throws IOException {
        String web = "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"web\",\"tier\":\"front\"}}}}";
        try (FakeApiServer api = start(look -> Reply.ok(web))) {
            assertFails(
                    asked(api, "deploy/web"),
                    ExitCode.USAGE,
                    "a timeline is of one Pod, not of deploy/web; choose one of: kubectl get pods -n shop -l"
                            + " app=web,tier=front");
            assertFails(
                    asked(api, "job", "web"),
                    ExitCode.USAGE,
                    "kubectl get pods -n shop -l batch.kubernetes.io/job-name=web");
            assertThat(api.requests())
                    .containsExactly(
                            "GET /apis/apps/v1/namespaces/shop/deployments/web",
                            "GET /apis/batch/v1/namespaces/shop/jobs/web");
        }
        String hard = "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"},\"matchExpressions\":[{}]}}}";
        try (FakeApiServer api = start(look -> Reply.ok(hard))) {
            assertThat(asked(api, "sts/web").err())
                    .contains("kubectl get pods -n shop")
                    .doesNotContain(" -l ");
        }
        try (FakeApiServer api = start(look -> Reply.refused(403, "no"))) {
            assertFails(asked(api, "ds/web"), ExitCode.USAGE, "choose one of: kubectl get pods -n shop");
        }
        try (FakeApiServer api = start(look -> Reply.refused(404, "no"))) {
            assertFails(asked(api, "rc/web"), ExitCode.INPUT, "there is no rc/web in namespace shop");
        }
    }

    private Cli.Run asked(FakeApiServer api, String... words) throws IOException {
        return Cli.run(Stream.concat(
                        Stream.of(
                                "timeline",
                                "--kubeconfig",
                                api.kubeconfig(folder, "shop").toString()),
                        Stream.of(words))
                .toArray(String[]::new));
    }

    @Test
    void theNamespaceThatIsGivenWins() throws IOException {
        try (FakeApiServer api = start(look -> Reply.refused(404, "not found"))) {
            assertFails(
                    run(api, "-n", "other"),
                    ExitCode.INPUT,
                    "there is no pod/web-0 in namespace other; kubectl get pods -n other lists them");
            assertFails(run(api, "-n", "../x"), ExitCode.USAGE, "can be no namespace's name");
        }
    }

    @Test
    void eventsThatMayNotBeRead() throws IOException {
        events = Reply.refused(403, "events is forbidden");
        try (FakeApiServer api = start(look -> waits())) {
            Cli.Run run = run(api);
            assertThat(run.code()).isZero();
            assertThat(run.out().replaceAll("\\s+", " ")).contains("they may not be read (events is forbidden)");
        }
    }

    @Test
    void aPodThatMayNotBeRead() throws IOException {
        try (FakeApiServer api = start(look -> Reply.refused(403, "pods is forbidden"))) {
            assertFails(run(api), ExitCode.UNAVAILABLE, "pod/web-0 cannot be read: pods is forbidden");
            assertFails(run(api, "--watch"), ExitCode.UNAVAILABLE, "pod/web-0 cannot be read: pods is forbidden");
        }
    }

    @Test
    void watchingSeesWhatNobodyRecords() throws IOException {
        try (FakeApiServer api = start(starts())) {
            Cli.Run run = run(api, "--watch", "-o", "json");
            assertThat(run.code()).as(run.err()).isZero();
            JsonNode proxy = JsonMapper.shared().readTree(run.out()).at("/containers/0");
            assertThat(proxy.at("/gatePassed/basis").asString()).isEqualTo("SEEN");
            assertThat(Instant.parse(proxy.at("/gatePassed/earliest").asString()))
                    .isBefore(Instant.parse(proxy.at("/gatePassed/latest").asString()));
        }
    }

    @Test
    void watchingPrintsALineForEachChange() throws IOException {
        try (FakeApiServer api = start(starts())) {
            Cli.Run run = run(api, "--watch");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out().lines().takeWhile(line -> !line.isEmpty()).map(line -> line.replaceAll("^\\S+Z ", "")))
                    .containsExactly(
                            "sidecar proxy: waiting PodInitializing",
                            "main app: waiting PodInitializing",
                            "sidecar proxy: running, gate not passed",
                            "sidecar proxy: running, ready",
                            "main app: running, ready");
            assertThat(run.out())
                    .contains("pod shop/web-0")
                    .contains("* was seen while watching")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void aPodThatVanishesWhileItIsWatched() throws IOException {
        try (FakeApiServer api = start(look -> look < 2 ? waits() : Reply.refused(404, "not found"))) {
            Cli.Run run = run(api, "--watch");
            assertFails(run, ExitCode.CHECK_FAILED, "pod/web-0 is gone", "before its main containers ran");
            assertThat(run.out()).contains("pod shop/web-0");
        }
    }

    @Test
    void anotherPodOfTheSameName() throws IOException {
        try (FakeApiServer api = start(look -> look < 2 ? waits() : Reply.ok(pod("b", WAITING, false, WAITING)))) {
            assertFails(run(api, "--watch"), ExitCode.CHECK_FAILED, "is gone, and another one has its name");
        }
    }

    @Test
    void anApiServerThatFailsForAMoment() throws IOException {
        IntFunction<Reply> starts = starts();
        try (FakeApiServer api = start(look -> look == 1 ? Reply.refused(503, "down") : starts.apply(look))) {
            assertThat(run(api, "--watch").code()).isZero();
        }
    }

    @Test
    void aRightThatIsTakenAway() throws IOException {
        try (FakeApiServer api = start(look -> look < 1 ? waits() : Reply.refused(403, "no more"))) {
            assertFails(run(api, "--watch"), ExitCode.UNAVAILABLE, "cannot be watched any longer: no more");
        }
    }

    @Test
    void aTerminalIsRedrawnInPlace() throws IOException {
        try (FakeApiServer api = start(look -> waits())) {
            String chart = run(api).out();
            assertThat(chart).doesNotContain("\u001b");
        }
        Terminal low = new Terminal(true, 60, 6, false, true);
        assertThat(TerminalTest.printed(() -> {
                    JsonNode pod = JsonMapper.shared().readTree(waits().body());
                    try (WatchView view = WatchView.on(() -> low)) {
                        view.show(pod, () -> TerminalTest.timeline(pod));
                        view.show(pod, () -> TerminalTest.timeline(pod));
                        view.end();
                    }
                }))
                .containsSubsequence(
                        "pod shop/web-0", "\u001b[5A", "pod shop/web-0", "\u001b[5A\u001b[K\n", "\u001b[K\n\u001b[5A")
                .matches("(?s)(\u001b\\[(5A|K|J|\\?7[lh])|[^\u001b])*");
    }

    /**
     * The terminal breaks the lines that it shows; each of them is two then, if it filled more than half of the width.
     */
    @Test
    void aWindowThatIsMadeNarrower() {
        List<Terminal> windows = new ArrayList<>(List.of(
                new Terminal(true, 60, 9, false, true),
                new Terminal(true, 60, 9, false, true),
                new Terminal(true, 30, 9, false, true)));
        String printed = TerminalTest.printed(() -> {
            JsonNode pod = JsonMapper.shared().readTree(waits().body());
            try (WatchView view = WatchView.on(() -> windows.remove(0))) {
                view.show(pod, () -> TerminalTest.timeline(pod));
                view.show(pod, () -> TerminalTest.timeline(pod));
            }
        });
        String first = printed.substring(0, printed.indexOf("\u001b[?7h"));
        long broken = first.replaceAll("\u001b\\[[?7lK]+", "")
                .lines()
                .filter(line -> line.length() > 30)
                .count();
        assertThat(broken).isPositive();
        assertThat(printed).contains("\u001b[" + (8 + broken) + "A");
    }

    @Test
    void whatKubectlSaved() {
        Cli.Run run = Cli.with(Map.of("LANG", "C.UTF-8"))
                .execute("timeline", "-f", CASES.resolve("gated.yaml").toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("proxy's gate held app back for 9 s.", "▞");
    }

    @Test
    void aLocaleWithoutUtf8GetsAscii() {
        Cli.Run run = Cli.run("timeline", "-f", CASES.resolve("gated.yaml").toString());
        assertThat(run.out()).contains("//////").matches("[\\x20-\\x7e\\n]*");
    }

    @Test
    void theEventsInAFileOfTheirOwn() throws IOException {
        String all = Files.readString(CASES.resolve("gated.yaml"));
        int events = all.indexOf("---\n");
        Path pod = Files.writeString(folder.resolve("pod.yaml"), all.substring(0, events));
        Path others = Files.writeString(folder.resolve("events.yaml"), all.substring(events));
        Cli.Run alone = Cli.run("timeline", "-f", pod.toString());
        assertThat(alone.out().replaceAll("\\s+", " ")).contains("there are none in the files; add them with -f");
        assertThat(Cli.run("timeline", "-f", pod.toString(), "-f", others.toString())
                        .out())
                .contains("CREATED");
    }

    @Test
    void aPicture() throws IOException {
        Path file = folder.resolve("web.svg");
        String gated = CASES.resolve("gated.yaml").toString();
        assertThat(Cli.run("timeline", "-f", gated, "--svg", file.toString()).out())
                .contains("pod shop/web-0");
        assertThat(file).content().startsWith("<svg ");
        assertThat(Cli.run("timeline", "-f", gated, "--svg", "-").out()).isEqualTo(Files.readString(file));
        assertFails(
                Cli.run(
                        "timeline",
                        "-f",
                        gated,
                        "--svg",
                        folder.resolve("no/web.svg").toString()),
                ExitCode.UNAVAILABLE,
                "the picture cannot be written");
    }

    @Test
    void whatCannotBeDrawn() throws IOException {
        assertFails(Cli.run("timeline"), ExitCode.USAGE, "give pod/NAME, or a file with -f");
        assertFails(Cli.run("timeline", "svc/web"), ExitCode.USAGE, "a timeline is of one Pod, not of a svc");
        assertFails(Cli.run("timeline", "pod/../x"), ExitCode.USAGE, "can be no Pod's name");
        assertFails(Cli.run("timeline", "-f", "no-such-file"), ExitCode.INPUT, "no-such-file: there is no such file");
        assertFails(Cli.run("timeline", "-f", "x", "-w"), ExitCode.USAGE, "a file does not change");
        Map<String, String> files = Map.of(
                "kind: ConfigMap", "there is no Pod in it",
                "{kind: Pod, spec: {}}\n---\n{kind: Pod, spec: {}}", "there are 2 Pods in it",
                "{kind: Pod, spec: {}}", "the Pod has no status, so it never ran",
                "\tx: [", "timeline");
        files.forEach((text, said) -> {
            Cli.Run run = Cli.with(Map.of()).reading(text).execute("timeline", "-f", "-");
            assertThat(run.code()).as(text).isEqualTo(ExitCode.INPUT);
            assertThat(run.err().lines()).hasSize(1);
            if (!said.equals("timeline")) {
                assertThat(run.err()).contains(said);
            }
        });
    }

    @Test
    void aPodOfNonsense() {
        for (String text : List.of(
                "{kind: Pod, status: {}}",
                "{kind: Pod, metadata: 7, spec: {containers: 3}, status: {conditions: x}}",
                "{kind: Pod, metadata: {name: \"a\\e[31mb\"}, spec: {containers: [{}, 1, {name: x}]}, status:"
                        + " {containerStatuses: [{name: x, restartCount: -1, state: {running: {startedAt: never}}}]}}",
                "{kind: Pod, spec: {containers: [{name: x}]}, status: {containerStatuses: [{name: x, state: {running:"
                        + " {startedAt: \"+999999999-12-31T00:00:00Z\"}}}]}}",
                "{kind: Pod, spec: {containers: {}, initContainers: 7}, status: {containerStatuses: {}, phase: []}}",
                "{kind: PodList, items: [{kind: Pod, spec: {initContainers: [{name: a, restartPolicy: Always}]},"
                        + " status: {startTime: \"9999-12-31T23:59:59Z\"}}]}")) {
            for (String output : List.of("text", "json")) {
                Cli.Run run = Cli.with(Map.of()).reading(text).execute("timeline", "-f", "-", "-o", output);
                assertThat(run.code()).as(text + run.err()).isZero();
                assertThat(run.out()).doesNotContain("\u001b");
            }
        }
    }
}
