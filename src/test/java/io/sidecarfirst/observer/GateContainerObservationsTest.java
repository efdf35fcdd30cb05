package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.observed.GateReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GateContainerObservationsTest {
    private final Observations observations =
            new Observations(Duration.ofSeconds(60), true, pod -> OptedInPods.Answer.YES, pod -> true);

    /** Seconds after the container began to ask. */
    private static Instant at(long seconds) {
        return ContainerGatedPod.ASKED.plusSeconds(seconds);
    }

    private void put(ContainerGatedPod pod, long seconds) {
        observations.put(pod.observed(), at(seconds));
    }

    private List<Finding> due(long seconds) {
        return observations.due(at(seconds), 100, 100, 100);
    }

    private List<Finding> told(long seconds) {
        List<Finding> due = due(seconds);
        due.forEach(finding -> observations.done(finding, at(seconds)));
        return due;
    }

    private static Phase phase(Finding finding) {
        return ((Finding.WaitsForContainer) finding).container().phase();
    }

    @Test
    void aWaitIsToldOnceAfterTheThreshold() {
        put(new ContainerGatedPod(), 0);
        assertThat(due(59)).isEmpty();
        assertThat(observations.waiting(at(59))).isZero();
        ObservedPod pod = new ContainerGatedPod().observed();
        Finding wait = new Finding.WaitsForContainer(pod, Objects.requireNonNull(pod.gateContainer()), at(0));
        assertThat(due(60)).containsExactly(wait);
        assertThat(observations.waiting(at(60))).isEqualTo(1);
        assertThat(due(61)).as("until it was said").containsExactly(wait);
        assertThat(observations.due(at(61), 0, 100, 100)).isEmpty();
        assertThat(told(61)).hasSize(1);
        assertThat(due(100_000)).as("never a release, nor a question").isEmpty();
        assertThat(observations.waiting(at(100_000))).isEqualTo(1);
        assertThat(observations.isIdle()).isFalse();
    }

    @Test
    void eachStateIsToldOnce() {
        put(new ContainerGatedPod().cannotStart(), 0);
        assertThat(due(57)).isEmpty();
        // Its turn came when the last of the sidecars ran, a second before it began to ask elsewhere.
        assertThat(told(59))
                .singleElement()
                .extracting(GateContainerObservationsTest::phase)
                .isEqualTo(Phase.CANNOT_START);
        put(new ContainerGatedPod().gate("{waiting: {reason: ErrImagePull}}"), 60);
        assertThat(due(1000)).isEmpty();
        put(new ContainerGatedPod(), 1001);
        assertThat(told(1001))
                .singleElement()
                .extracting(GateContainerObservationsTest::phase)
                .isEqualTo(Phase.ASKS);
        put(new ContainerGatedPod().failed(), 1002);
        assertThat(told(1002))
                .singleElement()
                .extracting(GateContainerObservationsTest::phase)
                .isEqualTo(Phase.FAILED);
        put(new ContainerGatedPod(), 1003);
        put(new ContainerGatedPod().failed(), 1004);
        assertThat(due(100_000)).isEmpty();
    }

    /** Started again, it has waited since it ran first. */
    @Test
    void aRestartDoesNotBeginTheWaitAnew() {
        put(new ContainerGatedPod(), 0);
        put(new ContainerGatedPod().gate("{running: {startedAt: \"2026-01-01T12:00:37Z\"}}"), 30);
        assertThat(due(59)).isEmpty();
        assertThat(due(60))
                .singleElement()
                .extracting(it -> ((Finding.WaitsForContainer) it).since())
                .isEqualTo(at(0));
    }

    @Test
    void whatOpensInTimeIsNotTold() {
        put(new ContainerGatedPod(), 0);
        put(new ContainerGatedPod().allAnswered(), 30);
        assertThat(due(1000)).isEmpty();
        assertThat(observations.waiting(at(1000))).isZero();
        assertThat(observations.isIdle()).isTrue();
    }

    @Test
    void whatWasGivenUpIsToldOnce() {
        put(new ContainerGatedPod(), 0);
        assertThat(told(60)).hasSize(1);
        put(new ContainerGatedPod().gaveUp(), 90);
        List<Finding> due = due(90);
        assertThat(due)
                .singleElement()
                .isInstanceOfSatisfying(
                        Finding.GivenUp.class,
                        givenUp -> assertThat(givenUp.sidecars())
                                .extracting(ObservedGateContainer.Asked::sidecar)
                                .containsExactly("adapter"));
        assertThat(due(91)).as("until it was said").isEqualTo(due);
        told(91);
        put(new ContainerGatedPod().gaveUp().mainRuns(), 92);
        assertThat(due(93)).isEmpty();
        assertThat(observations.isIdle()).isTrue();
    }

    /** A short Job may have ended before anybody looks. */
    @Test
    void ofAPodThatHasEndedItIsToldAllTheSame() {
        put(new ContainerGatedPod().gaveUp().with("/status/phase", "Succeeded"), 100);
        assertThat(told(100)).singleElement().isInstanceOf(Finding.GivenUp.class);
        assertThat(due(101)).isEmpty();
    }

    /** The Event of one that was told by another replica may be gone after that. */
    @Test
    void whatWasGivenUpLongAgoIsNoNews() {
        long end = 90;
        put(new ContainerGatedPod().gaveUp().mainRuns(), end + Observations.NEWS.toSeconds() + 1);
        assertThat(due(100_000)).isEmpty();
        put(
                new ContainerGatedPod().gaveUp().mainRuns().with("/metadata/uid", "u2"),
                end + Observations.NEWS.toSeconds());
        assertThat(due(100_000)).hasSize(1);
    }

    /** The Pod may be old, if it has waited for long. */
    @Test
    void anOldPodThatWasSeenToWaitIsTold() {
        long old = Observations.NEWS.toSeconds() * 3;
        put(new ContainerGatedPod().cannotStart(), old);
        put(new ContainerGatedPod().gaveUp(), old + 1);
        assertThat(due(old + 1)).singleElement().isInstanceOf(Finding.GivenUp.class);
    }

    private static ContainerGatedPod notRunningYet() {
        return new ContainerGatedPod()
                .with("/status/initContainerStatuses", "[{name: proxy, state: {waiting: {reason: PodInitializing}}}]");
    }

    @Test
    void measuresWhenEachHasAnswered() {
        put(notRunningYet(), -10);
        put(new ContainerGatedPod(), -1);
        put(new ContainerGatedPod().allAnswered(), 7);
        put(new ContainerGatedPod().allAnswered(), 8);
        put(new ContainerGatedPod().allAnswered().mainRuns(), 9);
        ObservedPod opened = new ContainerGatedPod().allAnswered().observed();
        assertThat(observations.measured())
                .containsExactly(
                        new Finding.Passed(
                                opened,
                                new ObservedPod.GateOfOurs(
                                        SourceKind.READINESS_PROBE, "tcpSocket on port 8080", false, 0),
                                Duration.ofSeconds(6)),
                        new Finding.Passed(
                                opened,
                                new ObservedPod.GateOfOurs(SourceKind.PORT, "tcpSocket on port 8081", true, 90),
                                Duration.ofSeconds(8)),
                        new Finding.Followed(
                                new ContainerGatedPod().allAnswered().mainRuns().observed(), Duration.ofSeconds(2)));
    }

    /** Which was not seen to start has started when the kubelet says so. */
    @Test
    void measuresOnlyAnswers() {
        put(new ContainerGatedPod(), 1);
        put(new ContainerGatedPod().gaveUp(), 90);
        assertThat(observations.measured()).singleElement().isInstanceOfSatisfying(Finding.Passed.class, passed -> {
            assertThat(passed.gate().source()).isEqualTo(SourceKind.READINESS_PROBE);
            assertThat(passed.took()).isEqualTo(Duration.ofMillis(5500));
        });
    }

    /** When it happened between two lists is not known, and a run after the mains' start delays nothing. */
    @Test
    void measuresOnlyWhatIsSeenToOpen() {
        put(new ContainerGatedPod(), 1);
        observations.replace(List.of(new ContainerGatedPod().allAnswered().observed()), at(10));
        put(new ContainerGatedPod().allAnswered(), 11);
        put(new ContainerGatedPod().mainRuns().with("/metadata/uid", "u2"), 12);
        put(new ContainerGatedPod().mainRuns().allAnswered().with("/metadata/uid", "u2"), 20);
        assertThat(observations.measured()).isEmpty();
    }
}
