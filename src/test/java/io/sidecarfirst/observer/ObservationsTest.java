package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.SourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ObservationsTest {
    private static final String REFUSED = "Startup probe failed: dial tcp 10.0.0.7:8080: connect: connection refused";

    private static final String STATED =
            "'{\"proxy\":{\"gated\":\"readinessProbe\",\"period\":1,\"threshold\":86400}}'";

    private boolean optedIn = true;
    private OptedInPods.Answer otherwise = OptedInPods.Answer.NO;
    private final Observations observations = observations(true);

    private Observations observations(boolean givesUp) {
        return new Observations(
                Duration.ofSeconds(60), givesUp, pod -> optedIn ? OptedInPods.Answer.YES : otherwise, pod -> optedIn);
    }

    /** Seconds after the sidecar began to run. */
    private static Instant at(long seconds) {
        return HeldPod.RAN.plusSeconds(seconds);
    }

    private List<Finding> due(long seconds) {
        return observations.due(at(seconds), 100, 100, 100);
    }

    /** What is due once the kubelet's words were asked for. */
    private List<Finding> dueWith(String failure, long seconds) {
        due(seconds).forEach(finding -> {
            if (finding instanceof Finding.Unexplained asked) {
                observations.explained(asked, failure, at(seconds));
            }
        });
        return due(seconds);
    }

    private void put(HeldPod pod, long seconds) {
        observations.put(pod.observed(), at(seconds));
    }

    private void allDone(List<Finding> findings, long seconds) {
        findings.forEach(finding -> observations.done(finding, at(seconds)));
    }

    @Test
    void aWaitIsToldOnceAfterTheThreshold() {
        put(new HeldPod(), 0);
        assertThat(due(9)).isEmpty();
        assertThat(due(10)).singleElement().isInstanceOf(Finding.Unexplained.class);
        assertThat(dueWith(REFUSED, 11)).isEmpty();
        assertThat(due(59)).isEmpty();
        assertThat(observations.waiting(at(59))).isZero();

        // Asked again first, so that what is told is no older than the threshold.
        assertThat(due(60)).singleElement().isInstanceOf(Finding.Unexplained.class);
        List<Finding> told = dueWith(REFUSED, 61);
        assertThat(told)
                .containsExactly(new Finding.Waits(
                        new HeldPod().observed(),
                        new HeldPod().observed().sidecars().get(0),
                        HeldPod.RAN,
                        REFUSED,
                        Outlook.DUE));
        assertThat(observations.waiting(at(61))).isEqualTo(1);
        assertThat(due(62)).as("until it was said").isEqualTo(told);
        allDone(told, 62);
        assertThat(due(63)).isEmpty();
    }

    @Test
    void aWaitIsToldAgainWhenSomethingElseIsWrong() {
        optedIn = false;
        put(new HeldPod(), 0);
        allDone(dueWith(REFUSED, 60), 60);
        assertThat(dueWith(REFUSED.replace("0.7", "0.8"), 1000)).isEmpty();
        assertThat(dueWith("Startup probe failed: i/o timeout", 3000))
                .singleElement()
                .isInstanceOf(Finding.Waits.class);
    }

    /** It may have no probe that failed, as where it ends at once. */
    @Test
    void aCrashIsSomethingElse() {
        put(new HeldPod(), 0);
        allDone(dueWith(REFUSED, 60), 60);
        put(crashed(), 400);
        assertThat(dueWith(REFUSED, 401)).singleElement().isInstanceOf(Finding.Waits.class);
    }

    private static HeldPod crashed() {
        return new HeldPod()
                .with("/status/initContainerStatuses/0/restartCount", "3")
                .with("/status/initContainerStatuses/0/state", "{waiting: {reason: CrashLoopBackOff}}")
                .with(
                        "/status/initContainerStatuses/0/lastState",
                        "{terminated: {exitCode: 1, startedAt: \"2026-01-01T12:00:05Z\", finishedAt:"
                                + " \"2026-01-01T12:00:07Z\"}}");
    }

    private Outlook outlook() {
        return dueWith(REFUSED, 60).stream()
                .flatMap(finding -> finding instanceof Finding.Waits waits ? Stream.of(waits.outlook()) : Stream.of())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatBecomesOfAGateIsToldWithTheWait() {
        put(new HeldPod(), 0);
        assertThat(outlook()).isEqualTo(Outlook.DUE);
        put(new HeldPod().with("/metadata/annotations/sidecar-first.io~1status", STATED), 0);
        assertThat(outlook()).isEqualTo(Outlook.NEVER);
        put(new HeldPod().mainRuns().with("/metadata/uid", "u2"), 0);
        put(new HeldPod(), 0);
        assertThat(outlook()).isEqualTo(Outlook.OPEN_ELSEWHERE);
        optedIn = false;
        assertThat(outlook()).isEqualTo(Outlook.NOT_OPTED_IN);
        otherwise = OptedInPods.Answer.NO_WEBHOOK;
        assertThat(outlook()).isEqualTo(Outlook.NO_WEBHOOK);
        otherwise = OptedInPods.Answer.UNKNOWN;
        assertThat(outlook()).isEqualTo(Outlook.UNKNOWN);
    }

    @Test
    void whereReleasesAreOffNoneIsPromised() {
        Observations off = observations(false);
        off.put(new HeldPod().observed(), at(0));
        off.explained(new Finding.Unexplained(new HeldPod().observed(), "proxy"), REFUSED, at(60));
        assertThat(off.due(at(60), 100, 100, 100))
                .singleElement()
                .extracting(finding -> ((Finding.Waits) finding).outlook())
                .isEqualTo(Outlook.OFF);
    }

    @Test
    void aReleaseThatIsSettledIsNotPromisedAgain() {
        put(new HeldPod(), 0);
        allDone(dueWith(REFUSED, 60), 60);
        observations.settled((Finding.ReleaseDue) releases(120).get(0));
        assertThat(dueWith("another", 1000))
                .singleElement()
                .extracting(finding -> ((Finding.Waits) finding).outlook())
                .isEqualTo(Outlook.SETTLED);
    }

    /** What opts in may be read a moment later than the list of Pods. */
    @Test
    void whatIsNotKnownYetIsNotToldAtOnce() {
        optedIn = false;
        otherwise = OptedInPods.Answer.UNKNOWN;
        put(new HeldPod(), 100);
        assertThat(dueWith(REFUSED, 104)).isEmpty();
        assertThat(dueWith(REFUSED, 105)).hasSize(1);
    }

    /** Not more often than every five minutes, whatever happens. */
    @Test
    void aWaitIsNotToldAllTheTime() {
        optedIn = false;
        put(new HeldPod(), 0);
        allDone(dueWith(REFUSED, 60), 60);
        assertThat(dueWith("another", 60 + 299)).isEmpty();
        assertThat(due(60 + 300)).singleElement().isInstanceOf(Finding.Waits.class);
    }

    @Test
    void aCheckThatCannotBeMadeIsToldAtOnce() {
        put(new HeldPod(), 0);
        List<Finding> told = dueWith("Startup probe errored and resulted in unknown state: no such file", 10);
        assertThat(told).singleElement().isInstanceOf(Finding.Errs.class);
        allDone(told, 10);
        // Whatever the words: it is no better, and no worse.
        assertThat(dueWith("Startup probe errored and resulted in unknown state: no such folder", 60))
                .isEmpty();
    }

    @Test
    void whatOpensInTimeIsNotTold() {
        put(new HeldPod(), 0);
        put(new HeldPod().passed(), 30);
        assertThat(due(3000)).isEmpty();
        assertThat(observations.waiting(at(3000))).isZero();
    }

    @Test
    void aReleaseIsDueAndTriedAgainLessAndLess() {
        put(new HeldPod(), 0);
        allDone(dueWith(REFUSED, 61), 61);
        assertThat(releases(119)).isEmpty();
        assertThat(releases(120)).hasSize(1);
        allDone(releases(120), 120);
        assertThat(releases(122)).isEmpty();
        allDone(releases(123), 123);
        assertThat(releases(128)).isEmpty();
        assertThat(releases(129)).hasSize(1);
        observations.settled((Finding.ReleaseDue) releases(129).get(0));
        assertThat(releases(100_000)).isEmpty();
    }

    private List<Finding> releases(long seconds) {
        return dueWith(REFUSED, seconds).stream()
                .filter(finding -> finding instanceof Finding.ReleaseDue)
                .toList();
    }

    @Test
    void noReleaseWhileTheSidecarDoesNotRun() {
        put(
                new HeldPod()
                        .with("/status/initContainerStatuses/0/state", "{waiting: {reason: CrashLoopBackOff}}")
                        .with(
                                "/status/initContainerStatuses/0/lastState",
                                "{terminated: {startedAt: \"2026-01-01T12:00:05Z\"}}"),
                0);
        assertThat(releases(1000)).isEmpty();
        // It has waited since it ran first; but what has just been started again may answer soon.
        put(
                new HeldPod()
                        .with(
                                "/status/initContainerStatuses/0/state",
                                "{running: {startedAt: \"2026-01-01T12:16:45Z\"}}"),
                1001);
        assertThat(releases(1029)).isEmpty();
        assertThat(releases(1030)).hasSize(1);
    }

    /** Those that have waited longest come first, and who does not get a turn comes the next time. */
    @Test
    void onlySoManyReleasesAtOnce() {
        for (int i = 0; i < 50; i++) {
            put(
                    new HeldPod()
                            .with("/metadata/uid", "u" + i)
                            .with(
                                    "/status/initContainerStatuses/0/state",
                                    "{running: {startedAt: \"" + at(-i) + "\"}}"),
                    0);
        }
        assertThat(releases(121, 0)).isEmpty();
        List<Finding> first = releases(121, 20);
        assertThat(first)
                .extracting(due -> due.pod().uid())
                .startsWith("u49", "u48")
                .hasSize(20);
        assertThat(releases(121, 20)).as("until they are done").isEqualTo(first);
        allDone(first, 121);
        List<Finding> second = releases(122, 20);
        assertThat(second).extracting(due -> due.pod().uid()).startsWith("u29").hasSize(20);
        allDone(second, 122);
        assertThat(releases(123, 20))
                .extracting(due -> due.pod().uid())
                .startsWith("u9")
                .hasSize(10);
        assertThat(releases(124, 20))
                .as("each in its turn again")
                .extracting(due -> due.pod().uid())
                .startsWith("u49");
    }

    private List<Finding> releases(long seconds, int most) {
        dueWith(REFUSED, seconds);
        return observations.due(at(seconds), 0, 0, most);
    }

    /** Then the gate is right, and something is wrong with this Pod, or its node. */
    @Test
    void noReleaseWhereTheGateHasOpenedInAnotherPodOfTheController() {
        put(new HeldPod().mainRuns().with("/metadata/uid", "u2").with("/metadata/name", "web-2"), 0);
        put(new HeldPod(), 0);
        assertThat(releases(1000)).isEmpty();

        put(
                new HeldPod()
                        .mainRuns()
                        .with("/metadata/uid", "u2")
                        .with("/spec/initContainers/0/startupProbe", "{tcpSocket: {port: 8081}}"),
                1001);
        assertThat(releases(1060)).as("another gate").hasSize(1);

        put(new HeldPod().mainRuns().with("/metadata/uid", "u2"), 1061);
        assertThat(releases(1062)).as("looked at each time").isEmpty();
        put(new HeldPod().mainRuns().with("/metadata/uid", "u2").with("/metadata/ownerReferences/0/uid", "r2"), 1063);
        assertThat(releases(1122)).as("another controller's").hasSize(1);
    }

    @Test
    void thatAGateIsOpenElsewhereIsToldOnceWhenItsTimeIsUp() {
        put(new HeldPod().mainRuns().with("/metadata/uid", "u2"), 0);
        put(new HeldPod(), 0);
        assertThat(kept(119)).isEmpty();
        List<Finding> told = kept(120);
        assertThat(told)
                .containsExactly(new Finding.NotReleased(
                        new HeldPod().observed(),
                        new HeldPod().observed().sidecars().get(0),
                        HeldPod.RAN,
                        Outlook.OPEN_ELSEWHERE));
        assertThat(kept(121)).as("until it was said").isEqualTo(told);
        allDone(told, 121);
        assertThat(kept(122)).isEmpty();
        assertThat(kept(1000)).isEmpty();
    }

    private List<Finding> kept(long seconds) {
        return dueWith(REFUSED, seconds).stream()
                .filter(Finding.NotReleased.class::isInstance)
                .toList();
    }

    @Test
    void aPromiseIsTakenBackWhereNobodyIsOptedInAnyMore() {
        put(new HeldPod(), 0);
        allDone(dueWith(REFUSED, 60), 60);
        optedIn = false;
        assertThat(kept(119)).isEmpty();
        List<Finding> told = kept(120);
        assertThat(told)
                .singleElement()
                .extracting(finding -> ((Finding.NotReleased) finding).outlook())
                .isEqualTo(Outlook.NOT_OPTED_IN);
        allDone(told, 120);
        assertThat(kept(1000)).isEmpty();
    }

    @Test
    void whereNothingWasPromisedNothingIsTakenBack() {
        optedIn = false;
        put(new HeldPod(), 0);
        allDone(dueWith(REFUSED, 60), 60);
        assertThat(kept(120)).isEmpty();
    }

    @Test
    void whatCannotBeHandledIsNotInTheWayOfOthers() {
        put(new HeldPod(), 0);
        put(new HeldPod().with("/metadata/uid", "u2").with("/metadata/ownerReferences/0/uid", "r2"), 0);
        Finding first = releases(120).get(0);
        observations.failed(first, at(120));
        assertThat(releases(121)).extracting(due -> due.pod().uid()).containsExactly("u2");
        assertThat(releases(123)).hasSize(2);
        observations.failed(first, at(123));
        assertThat(releases(128)).hasSize(1);
        assertThat(releases(129)).hasSize(2);
    }

    @Test
    void noReleaseWhereNobodyIsOptedInOrTheSourceIsStated() {
        optedIn = false;
        put(new HeldPod(), 0);
        assertThat(releases(1000)).isEmpty();

        optedIn = true;
        put(new HeldPod().with("/metadata/annotations/sidecar-first.io~1status", STATED), 1001);
        assertThat(releases(1001)).isEmpty();
    }

    @Test
    void skippedAndMissedAreToldOnce() {
        HeldPod skipped = new HeldPod()
                .without("/spec/initContainers/0/startupProbe")
                .with("/metadata/annotations/sidecar-first.io~1status", "'{\"proxy\":{\"skipped\":\"released\"}}'");
        HeldPod missed = new HeldPod()
                .without("/spec/initContainers/0/startupProbe")
                .without("/metadata/annotations")
                .with("/metadata/uid", "u2");
        put(skipped, 0);
        put(missed, 0);
        assertThat(due(4)).isEmpty();
        List<Finding> told = due(5);
        assertThat(told)
                .extracting(finding -> finding.getClass().getSimpleName())
                .containsExactly("Skipped", "Missed");
        allDone(told, 5);
        put(skipped, 6);
        put(missed.mainRuns(), 6);
        assertThat(due(100)).isEmpty();
    }

    @Test
    void whoOptsInLaterWasNotMissed() {
        optedIn = false;
        put(missed(), 0);
        assertThat(due(61)).isEmpty();
        optedIn = true;
        assertThat(due(62)).isEmpty();
    }

    @Test
    void whatIsOldIsNoNews() {
        put(missed(), Observations.NEWS.toSeconds());
        assertThat(due(Observations.NEWS.toSeconds() + 10)).isEmpty();
    }

    private static HeldPod missed() {
        return new HeldPod().without("/spec/initContainers/0/startupProbe").without("/metadata/annotations");
    }

    /** The waits come first, and what is left comes later. */
    @Test
    void onlySoManyAreToldAtOnce() {
        put(missed().with("/metadata/uid", "m"), 0);
        for (int i = 0; i < 3; i++) {
            put(new HeldPod().with("/metadata/uid", "w" + i), 0);
        }
        optedIn = true;
        dueWith(REFUSED, 60);
        List<Finding> first = observations.due(at(61), 2, 100, 100);
        assertThat(first).hasSize(2).allMatch(Finding.Waits.class::isInstance);
        allDone(first, 61);
        assertThat(observations.due(at(61), 2, 100, 100))
                .extracting(finding -> finding.getClass().getSimpleName())
                .containsExactly("Waits", "Missed");
        assertThat(observations.due(at(100_000), 0, 2, 100))
                .filteredOn(Finding.Unexplained.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aNewListLosesNothingAndForgetsWhatIsGone() {
        put(new HeldPod(), 0);
        put(new HeldPod().with("/metadata/uid", "gone"), 0);
        List<Finding> told = dueWith(REFUSED, 61);
        allDone(told, 61);
        observations.replace(List.of(new HeldPod().observed()), at(62));
        assertThat(observations.size()).isEqualTo(1);
        assertThat(due(63)).isEmpty();
        observations.remove("u1");
        assertThat(observations.size()).isZero();
        assertThat(due(100_000)).isEmpty();
    }

    @Test
    void measuresWhatItHasSeen() {
        ObjectNode notYet = new HeldPod()
                .with("/status/initContainerStatuses/0/state", "{waiting: {reason: PodInitializing}}")
                .root();
        observations.put(ObservedPod.of(notYet, HeldPod.DELAY).orElseThrow(), at(-1));
        put(new HeldPod(), 1);
        put(new HeldPod().passed(), 4);
        put(new HeldPod().passed(), 5);
        put(new HeldPod().mainRuns(), 9);
        assertThat(observations.measured())
                .containsExactly(
                        new Finding.Passed(
                                new HeldPod().passed().observed(),
                                new ObservedPod.GateOfOurs(SourceKind.PORT, "tcpSocket on port 8080", true, 120),
                                Duration.ofSeconds(3)),
                        new Finding.Followed(new HeldPod().mainRuns().observed(), Duration.ofSeconds(5)));
        assertThat(observations.measured()).isEmpty();
    }

    /** When it happened between two lists is not known. */
    @Test
    void measuresNothingOfAList() {
        put(new HeldPod(), 1);
        observations.replace(List.of(new HeldPod().mainRuns().observed()), at(4));
        put(new HeldPod().mainRuns(), 5);
        assertThat(observations.measured()).isEmpty();
    }

    private void startLate(String uid, long passed, long started) {
        put(new HeldPod().with("/metadata/uid", uid), 1);
        put(new HeldPod().with("/metadata/uid", uid).passed(), passed);
        put(new HeldPod().with("/metadata/uid", uid).mainRuns(), started);
    }

    @Test
    void whyMainsStartedLateIsAskedOnceWhenTheEventsAreThere() {
        startLate("u1", 4, 9);
        startLate("soon", 4, 5);
        assertThat(due(13)).isEmpty();
        assertThat(observations.due(at(14), 100, 0, 100)).isEmpty();
        assertThat(observations.due(at(14), 0, 1, 100))
                .containsExactly(
                        new Finding.StartedLate(new HeldPod().mainRuns().observed(), Duration.ofSeconds(5), at(9)));
        assertThat(due(15)).isEmpty();
    }

    /** They come after the waits, a few at a time, and of very many most are left out. */
    @Test
    void whyMainsStartedLateIsTheLeastOfWhatIsAsked() {
        for (int i = 0; i < 1000; i++) {
            startLate("u" + i, 4, 9);
        }
        put(new HeldPod().with("/metadata/uid", "waits"), 1);
        assertThat(observations.due(at(20), 0, 1, 100)).singleElement().isInstanceOf(Finding.Unexplained.class);
        List<Finding> asked = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            List<Finding> now = due(20);
            assertThat(now).hasSizeLessThanOrEqualTo(3);
            now.stream().filter(Finding.StartedLate.class::isInstance).forEach(asked::add);
        }
        assertThat(asked).hasSize(100).doesNotHaveDuplicates();
    }

    private static JsonNode event(String fieldPath, String message) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("reason", "Pulled").put("message", message);
        event.putObject("involvedObject").put("fieldPath", fieldPath);
        return event;
    }

    @Test
    void onlyThePullsOfMainsCount() {
        Finding.StartedLate late =
                new Finding.StartedLate(new HeldPod().mainRuns().observed(), Duration.ofSeconds(5), at(9));
        List<JsonNode> events = List.of(
                event("spec.initContainers{proxy}", "Successfully pulled image \"p\" in 9s (9s including waiting)"),
                event("spec.containers{app}", "Successfully pulled image \"a\" in 1.2s (2.2s including waiting)"),
                event("spec.containers{two}", "Successfully pulled image \"t\" in 300ms (300ms including waiting)"),
                event("spec.containers{three}", "Container image \"h\" already present on machine"));
        assertThat(late.pulls(events)).isEqualTo(Duration.ofMillis(2500));
        assertThat(late.pulls(events.subList(3, 4))).isZero();
        assertThat(late.pulls(List.of(event(
                        "spec.containers{app}", "Successfully pulled image \"a\" in 1m2s (1m2s including waiting)"))))
                .as("one of them was before the gate that was seen to open")
                .isEqualTo(Duration.ofSeconds(5));
    }
}
