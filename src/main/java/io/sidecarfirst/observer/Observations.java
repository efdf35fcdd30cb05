package io.sidecarfirst.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Pods with sidecars that a cluster has now, and what has been said of each. It does nothing by itself, and is told
 * the time. Safe to share between threads.
 *
 * <p>What {@link #due} gives is due until {@link #done} is told of it, so that nothing is lost while an API server does
 * not answer; only {@link Finding.StartedLate} is given once.
 */
final class Observations {
    /** Kubelets say that a check failed at its first failure already; most gates are open by then. */
    static final Duration EXPLAINED_AFTER = Duration.ofSeconds(10);

    /** The kubelet's words are asked for again, at first after this, then after twice as long, and so on. */
    private static final Duration EXPLAINED_AGAIN = Duration.ofMinutes(1);

    private static final Duration MOST_BETWEEN_EXPLANATIONS = Duration.ofMinutes(10);

    /** A Pod whose failures change all the time is not told of all the time. */
    private static final Duration LEAST_BETWEEN_WAITS = Duration.ofMinutes(5);

    /** One that has just been started again, after a crash, may answer soon. */
    static final Duration SETTLED_RUN = Duration.ofSeconds(30);

    /** Where the same gate has opened in another Pod of the controller, it is looked at again after this. */
    private static final Duration SIBLING_AGAIN = Duration.ofMinutes(1);

    /** A release is tried again, at first after this, then after twice as long, and so on. */
    private static final Duration RELEASE_AGAIN = Duration.ofSeconds(3);

    private static final Duration MOST_BETWEEN_RELEASES = Duration.ofMinutes(5);

    /** The labels of its namespace may be on their way still. */
    static final Duration NEWS_AFTER = Duration.ofSeconds(5);

    /** A Pod that has not opted in by then was not missed. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(1);

    /**
     * Of older Pods nothing is said that is only about how they were created: as long as an API server keeps Events by
     * default.
     *
     * @see <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/">--event-ttl</a>
     */
    static final Duration NEWS = Duration.ofHours(1);

    /** Where a main starts sooner after the last gate, no pull was in between that is worth a question. */
    static final Duration LATE = Duration.ofSeconds(2);

    /** The kubelet's Events may come later than the Pod's status. */
    private static final Duration EVENTS_AFTER = Duration.ofSeconds(5);

    /** Of more Pods that start late at once, the rest is not asked about: the others tell enough. */
    private static final int MOST_LATE = 100;

    /** They are the least of what is asked. */
    private static final int LATE_AT_ONCE = 2;

    private static final String ERRED = "errored and resulted in unknown state";

    /** Ports, addresses, times and a container's id change from one failure to the next, and say nothing new. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9a-f]*[0-9][0-9a-f]*");

    private final Duration waitingAfter;
    private final boolean givesUp;
    private final Function<ObservedPod, OptedInPods.Answer> optedIn;
    private final Predicate<ObservedPod> expected;
    private final Map<String, Tracked> pods = new HashMap<>();

    /** Those of which something may be due, the oldest first. */
    private final Map<String, Tracked> open = new LinkedHashMap<>();

    private final List<Finding> measured = new ArrayList<>();

    /** Those whose Events are to be asked for, the oldest first; few. */
    private final Queue<Finding.StartedLate> late = new ArrayDeque<>();

    /**
     * @param waitingAfter how long a Pod may wait on a gate until that is said
     * @param givesUp whether any gate is given up
     * @param optedIn whether a Pod is opted in, as far as is known now
     * @param expected whether a Pod should have been decided on
     */
    Observations(
            Duration waitingAfter,
            boolean givesUp,
            Function<ObservedPod, OptedInPods.Answer> optedIn,
            Predicate<ObservedPod> expected) {
        this.waitingAfter = waitingAfter;
        this.givesUp = givesUp;
        this.optedIn = optedIn;
        this.expected = expected;
    }

    /** One Pod, and what has been said of it. */
    private static final class Tracked {
        private ObservedPod pod;
        private final Instant seenAt;

        private boolean isSkipSaid;
        private boolean isMissSaid;
        private boolean isGivingUpSaid;

        private @Nullable Wait wait;
        private @Nullable GateContainerWait containerWait;
        private @Nullable Instant passedAt;
        private int failures;
        private @Nullable Instant notBefore;
        private final Map<String, Instant> ranAt = new HashMap<>(2);

        Tracked(ObservedPod pod, Instant seenAt) {
            this.pod = pod;
            this.seenAt = seenAt;
        }
    }

    /** A wait on one gate. */
    private static final class Wait {
        private final String sidecar;
        private Instant since;
        private @Nullable String failure;
        private @Nullable Instant explainedAt;
        private int explanations;
        private @Nullable String said;
        private @Nullable Instant saidAt;
        private boolean isErrorSaid;
        private @Nullable Outlook toldOutlook;
        private @Nullable Outlook notReleasedFor;
        private int releases;
        private @Nullable Instant releaseAt;

        Wait(String sidecar, Instant since) {
            this.sidecar = sidecar;
            this.since = since;
        }

        boolean hasErred() {
            return failure != null && failure.contains(ERRED);
        }

        /** What has to differ for it to be said again. */
        String gist(ObservedPod.Sidecar of) {
            return (of.crash() == null ? "" : "it crashes: ")
                    + (failure == null ? "" : NUMBERS.matcher(failure).replaceAll("#"));
        }
    }

    /** What there is, and nothing else. */
    synchronized void replace(Collection<ObservedPod> all, Instant now) {
        Map<String, Tracked> before = new HashMap<>(pods);
        pods.clear();
        open.clear();
        for (ObservedPod pod : all) {
            Tracked known = before.get(pod.uid());
            if (known != null) {
                pods.put(pod.uid(), known);
            }
            put(pod, now, false);
        }
    }

    /** It was created or has changed. */
    synchronized void put(ObservedPod pod, Instant now) {
        put(pod, now, true);
    }

    private void put(ObservedPod pod, Instant now, boolean isLive) {
        Tracked tracked = pods.get(pod.uid());
        if (tracked == null) {
            tracked = new Tracked(pod, now);
            tracked.isSkipSaid = now.isAfter(pod.created().plus(NEWS));
            tracked.isMissSaid = tracked.isSkipSaid;
            tracked.isGivingUpSaid = pod.gateContainer() != null
                    && pod.gateContainer().hasOpened()
                    && now.isAfter(pod.gateContainerSince().plus(NEWS));
            pods.put(pod.uid(), tracked);
        } else {
            if (isLive) {
                measure(tracked, pod, now);
            }
            tracked.pod = pod;
        }
        follow(tracked);
        reopen(tracked);
    }

    /** It is gone. */
    synchronized void remove(String uid) {
        pods.remove(uid);
        open.remove(uid);
    }

    private static void follow(Tracked tracked) {
        tracked.containerWait = tracked.pod.waitsForGateContainer()
                ? GateContainerWait.since(tracked.pod.gateContainerSince(), tracked.containerWait)
                : null;
        String sidecar = tracked.pod.waitsFor();
        if (sidecar == null) {
            tracked.wait = null;
            return;
        }
        Instant since =
                tracked.pod.sidecar(sidecar).map(ObservedPod.Sidecar::ranAt).orElse(tracked.pod.created());
        Wait wait = tracked.wait;
        if (wait == null || !wait.sidecar.equals(sidecar)) {
            tracked.wait = new Wait(sidecar, since);
        } else if (since.isBefore(wait.since)) {
            wait.since = since;
        }
    }

    private void reopen(Tracked tracked) {
        boolean isNews = !tracked.pod.hasEnded()
                && tracked.pod.sidecars().stream()
                        .anyMatch(sidecar -> (sidecar.isMissed() && !tracked.isMissSaid)
                                || (sidecar.skipped() != null && !tracked.isSkipSaid));
        if (tracked.wait != null || tracked.containerWait != null || isNews || hasUntoldGivenUp(tracked)) {
            open.put(tracked.pod.uid(), tracked);
        } else {
            open.remove(tracked.pod.uid());
        }
    }

    /** A Pod may have ended by then: what its mains did without the sidecar is to be explained all the same. */
    private static boolean hasUntoldGivenUp(Tracked tracked) {
        ObservedGateContainer container = tracked.pod.gateContainer();
        return !tracked.isGivingUpSaid
                && container != null
                && !container.givenUp().isEmpty();
    }

    /** Only what was seen before and after tells when it happened. */
    private void measure(Tracked tracked, ObservedPod now, Instant seen) {
        ObservedPod before = tracked.pod;
        for (ObservedPod.Sidecar sidecar : now.sidecars()) {
            Optional<ObservedPod.Sidecar> earlier = before.sidecar(sidecar.name());
            ObservedPod.GateOfOurs gate = sidecar.gate();
            if (gate == null || before.mainsStarted() || earlier.isEmpty()) {
                continue;
            }
            if (sidecar.isRunning() && earlier.get().ranAt() == null) {
                tracked.ranAt.put(sidecar.name(), sidecar.hasStarted() ? startOf(sidecar, seen) : seen);
            }
            if (sidecar.hasStarted() && !earlier.get().hasStarted()) {
                Instant ran = tracked.ranAt.getOrDefault(sidecar.name(), startOf(sidecar, seen));
                measured.add(new Finding.Passed(now, gate, between(ran, seen)));
                tracked.passedAt = seen;
            }
        }
        measureContainer(tracked, now, seen);
        if (now.mainsStarted() && !before.mainsStarted() && tracked.passedAt != null) {
            Duration took = between(tracked.passedAt, seen);
            measured.add(new Finding.Followed(now, took));
            if (took.compareTo(LATE) >= 0 && late.size() < MOST_LATE) {
                late.add(new Finding.StartedLate(now, took, seen));
            }
            tracked.passedAt = null;
        }
    }

    /** The container ends with the last answer; the others came before, by its own clock. */
    private void measureContainer(Tracked tracked, ObservedPod now, Instant seen) {
        ObservedPod before = tracked.pod;
        ObservedGateContainer container = now.gateContainer();
        if (container == null
                || before.mainsStarted()
                || before.gateContainer() == null
                || before.gateContainer().hasOpened()) {
            return;
        }
        for (ObservedGateContainer.Asked asked : container.asked()) {
            Optional<ObservedPod.Sidecar> sidecar = now.sidecar(asked.sidecar());
            if (sidecar.isEmpty()) {
                continue;
            }
            boolean hasJustStarted = sidecar.get().isRunning()
                    && before.sidecar(asked.sidecar())
                            .filter(it -> it.ranAt() == null)
                            .isPresent();
            if (hasJustStarted && !container.hasOpened()) {
                tracked.ranAt.put(asked.sidecar(), seen);
            }
            if (asked.hasPassed()) {
                Instant ran = tracked.ranAt.getOrDefault(asked.sidecar(), startOf(sidecar.get(), seen));
                measured.add(
                        new Finding.Passed(now, asked.gate(), between(ran, seen.minus(container.beforeEnd(asked)))));
            }
        }
        if (container.hasOpened()) {
            tracked.passedAt = seen;
        }
    }

    private static Instant startOf(ObservedPod.Sidecar sidecar, Instant otherwise) {
        return sidecar.ranAt() == null ? otherwise : sidecar.ranAt();
    }

    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    /** What was measured since the last time. */
    synchronized List<Finding> measured() {
        List<Finding> all = List.copyOf(measured);
        measured.clear();
        return all;
    }

    /**
     * What is due.
     *
     * @param sayings how many findings may be said now; what is left is due the next time
     * @param questions how many may be asked
     * @param releases how many gates may be given up, those that were waited for longest first
     */
    synchronized List<Finding> due(Instant now, int sayings, int questions, int releases) {
        List<Finding> findings = new ArrayList<>();
        List<Finding.ReleaseDue> given = new ArrayList<>();
        OpenGates openGates = new OpenGates(pods.values());
        int left = sayings;
        int leftQuestions = questions;
        for (Tracked tracked : open.values()) {
            Optional<Finding> held =
                    left > 0 && !isPostponed(tracked, now) ? ofContainer(tracked, now) : Optional.empty();
            if (held.isPresent()) {
                findings.add(held.get());
                left--;
            }
            Wait wait = tracked.wait;
            if (wait == null || isPostponed(tracked, now)) {
                continue;
            }
            Duration waited = between(wait.since, now);
            ObservedPod.Sidecar sidecar = tracked.pod.sidecar(wait.sidecar).orElseThrow();
            if (leftQuestions > 0 && isExplanationDue(wait, waited, now)) {
                findings.add(new Finding.Unexplained(tracked.pod, wait.sidecar));
                leftQuestions--;
                // What it is told is better told with the answer.
                continue;
            }
            Optional<Finding> saying = left > 0 ? ofWait(tracked, sidecar, wait, openGates, now) : Optional.empty();
            if (saying.isPresent()) {
                findings.add(saying.get());
                left--;
            }
            if (isTimeUp(sidecar, wait, waited, now)) {
                Outlook outlook = outlook(tracked.pod, sidecar, wait, openGates);
                if (outlook == Outlook.DUE) {
                    given.add(new Finding.ReleaseDue(tracked.pod, wait.sidecar, wait.since));
                } else if (isNewObjection(wait, outlook) && left > 0) {
                    findings.add(new Finding.NotReleased(tracked.pod, sidecar, wait.since, outlook));
                    left--;
                } else if (outlook == Outlook.OPEN_ELSEWHERE) {
                    wait.releaseAt = now.plus(SIBLING_AGAIN);
                }
            }
        }
        given.stream()
                .sorted(Comparator.comparing(Finding.ReleaseDue::since))
                .limit(releases)
                .forEach(findings::add);
        for (Tracked tracked : List.copyOf(open.values())) {
            if (left <= 0) {
                break;
            }
            Optional<Finding> saying = isPostponed(tracked, now) ? Optional.empty() : ofNews(tracked, now);
            if (saying.isPresent()) {
                findings.add(saying.get());
                left--;
            }
        }
        for (int i = Math.min(leftQuestions, LATE_AT_ONCE); i > 0 && isNextLateDue(now); i--) {
            findings.add(late.remove());
        }
        return findings;
    }

    private boolean isNextLateDue(Instant now) {
        Finding.StartedLate next = late.peek();
        return next != null && !now.isBefore(next.seenAt().plus(EVENTS_AFTER));
    }

    private Optional<Finding> ofWait(
            Tracked tracked, ObservedPod.Sidecar sidecar, Wait wait, OpenGates openGates, Instant now) {
        ObservedPod pod = tracked.pod;
        boolean isLate = between(wait.since, now).compareTo(waitingAfter) >= 0 && !wasJustSaid(wait, now);
        if (wait.gist(sidecar).equals(wait.said) || (wait.hasErred() ? wait.isErrorSaid : !isLate)) {
            return Optional.empty();
        }
        Outlook outlook = outlook(pod, sidecar, wait, openGates);
        if (outlook == Outlook.UNKNOWN && now.isBefore(tracked.seenAt.plus(NEWS_AFTER))) {
            return Optional.empty();
        }
        return Optional.of(
                wait.hasErred()
                        ? new Finding.Errs(pod, sidecar, wait.since, wait.failure, outlook)
                        : new Finding.Waits(pod, sidecar, wait.since, wait.failure, outlook));
    }

    /** Nothing but words comes of it: the container itself gives up what is a guess. */
    private Optional<Finding> ofContainer(Tracked tracked, Instant now) {
        GateContainerWait wait = tracked.containerWait;
        ObservedGateContainer container = tracked.pod.gateContainer();
        return wait == null
                        || container == null
                        || wait.isSaid(container.phase())
                        || between(wait.since(), now).compareTo(waitingAfter) < 0
                ? Optional.empty()
                : Optional.of(new Finding.WaitsForContainer(tracked.pod, container, wait.since()));
    }

    private Optional<Finding> ofNews(Tracked tracked, Instant now) {
        ObservedGateContainer container = tracked.pod.gateContainer();
        return container != null && hasUntoldGivenUp(tracked)
                ? Optional.of(new Finding.GivenUp(tracked.pod, container.givenUp()))
                : ofCreation(tracked, now);
    }

    private boolean isExplanationDue(Wait wait, Duration waited, Instant now) {
        if (wait.explainedAt == null) {
            return waited.compareTo(min(EXPLAINED_AFTER, waitingAfter)) >= 0;
        }
        Instant threshold = wait.since.plus(waitingAfter);
        if (wait.explainedAt.isBefore(threshold) && !now.isBefore(threshold)) {
            return true;
        }
        Duration pause = doubled(EXPLAINED_AGAIN, wait.explanations - 1, MOST_BETWEEN_EXPLANATIONS);
        return !now.isBefore(wait.explainedAt.plus(pause));
    }

    private static boolean wasJustSaid(Wait wait, Instant now) {
        return wait.saidAt != null && now.isBefore(wait.saidAt.plus(LEAST_BETWEEN_WAITS));
    }

    /** Not while it does not run: whether it would open then is not known. */
    private static boolean isTimeUp(ObservedPod.Sidecar sidecar, Wait wait, Duration waited, Instant now) {
        if (wait.releaseAt != null && now.isBefore(wait.releaseAt)) {
            return false;
        }
        long after = releaseAfter(sidecar);
        return after > 0 && waited.toSeconds() >= after && sidecar.hasRunFor(settledRun(after), now);
    }

    /**
     * How long a sidecar has to run at a stretch before its gate is given up.
     *
     * @param releaseAfterSeconds after how many seconds of waiting that is
     */
    static Duration settledRun(long releaseAfterSeconds) {
        return min(SETTLED_RUN, Duration.ofSeconds(releaseAfterSeconds));
    }

    private static long releaseAfter(ObservedPod.Sidecar sidecar) {
        return sidecar.gate() == null ? 0 : sidecar.gate().releaseAfterSeconds();
    }

    private Outlook outlook(ObservedPod pod, ObservedPod.Sidecar sidecar, Wait wait, OpenGates openGates) {
        OptedInPods.Answer answer = optedIn.apply(pod);
        if (answer == OptedInPods.Answer.NO) {
            return Outlook.NOT_OPTED_IN;
        }
        if (answer == OptedInPods.Answer.NO_WEBHOOK) {
            return Outlook.NO_WEBHOOK;
        }
        if (!givesUp) {
            return Outlook.OFF;
        }
        if (releaseAfter(sidecar) <= 0) {
            return Outlook.NEVER;
        }
        if (answer == OptedInPods.Answer.UNKNOWN) {
            return Outlook.UNKNOWN;
        }
        if (Instant.MAX.equals(wait.releaseAt)) {
            return Outlook.SETTLED;
        }
        return openGates.contains(pod, sidecar) ? Outlook.OPEN_ELSEWHERE : Outlook.DUE;
    }

    /** That a gate is open elsewhere is said in any case; the rest only where something else was promised. */
    private static boolean isNewObjection(Wait wait, Outlook outlook) {
        return switch (outlook) {
            case OPEN_ELSEWHERE -> wait.notReleasedFor != outlook;
            case NOT_OPTED_IN, NO_WEBHOOK -> wait.notReleasedFor != outlook && wait.toldOutlook == Outlook.DUE;
            default -> false;
        };
    }

    /**
     * The gates that have opened. One that has opened in another Pod of the same controller is right, and something is
     * wrong with this Pod or its node. All Pods are looked at once, and only if somebody asks.
     */
    private static final class OpenGates {
        private final Collection<Tracked> pods;
        private @Nullable Set<GateOfController> open;

        OpenGates(Collection<Tracked> pods) {
            this.pods = pods;
        }

        boolean contains(ObservedPod pod, ObservedPod.Sidecar sidecar) {
            if (open == null) {
                open = pods.stream()
                        .flatMap(tracked -> tracked.pod.sidecars().stream()
                                .filter(ObservedPod.Sidecar::hasStarted)
                                .flatMap(it -> GateOfController.of(tracked.pod, it).stream()))
                        .collect(Collectors.toSet());
            }
            return GateOfController.of(pod, sidecar).filter(open::contains).isPresent();
        }
    }

    /** What the gates of a controller's Pods have in common. */
    private record GateOfController(ObservedPod.Controller controller, String sidecar, String check) {
        static Optional<GateOfController> of(ObservedPod pod, ObservedPod.Sidecar sidecar) {
            return pod.controller() == null || sidecar.gate() == null
                    ? Optional.empty()
                    : Optional.of(new GateOfController(
                            pod.controller(), sidecar.name(), sidecar.gate().check()));
        }
    }

    private Optional<Finding> ofCreation(Tracked tracked, Instant now) {
        if (now.isBefore(tracked.seenAt.plus(NEWS_AFTER))) {
            return Optional.empty();
        }
        ObservedPod pod = tracked.pod;
        List<ObservedPod.Sidecar> skipped = pod.sidecars().stream()
                .filter(sidecar -> sidecar.skipped() != null)
                .toList();
        if (!skipped.isEmpty() && !tracked.isSkipSaid) {
            return Optional.of(new Finding.Skipped(pod, skipped));
        }
        List<ObservedPod.Sidecar> missed =
                pod.sidecars().stream().filter(ObservedPod.Sidecar::isMissed).toList();
        if (missed.isEmpty() || tracked.isMissSaid) {
            return Optional.empty();
        }
        if (expected.test(pod)) {
            return Optional.of(new Finding.Missed(pod, missed));
        }
        if (now.isAfter(tracked.seenAt.plus(SETTLED_AFTER))) {
            tracked.isMissSaid = true;
            reopen(tracked);
        }
        return Optional.empty();
    }

    /** It was asked: the kubelet's words about the gate, or null if there are none. */
    synchronized void explained(Finding.Unexplained asked, @Nullable String failure, Instant now) {
        Wait wait = wait(asked.pod(), asked.sidecar());
        if (wait != null) {
            wait.explainedAt = now;
            wait.explanations++;
            wait.failure = failure == null ? wait.failure : failure;
        }
    }

    private static boolean isPostponed(Tracked tracked, Instant now) {
        return tracked.notBefore != null && now.isBefore(tracked.notBefore);
    }

    /** It could not be handled: nothing of its Pod is due for a while, longer each time. */
    synchronized void failed(Finding finding, Instant now) {
        Tracked tracked = pods.get(finding.pod().uid());
        if (tracked != null) {
            tracked.notBefore = now.plus(doubled(RELEASE_AGAIN, tracked.failures++, MOST_BETWEEN_RELEASES));
        }
    }

    /** Nothing more is to be done about the release. */
    synchronized void settled(Finding.ReleaseDue release) {
        Wait wait = wait(release.pod(), release.sidecar());
        if (wait != null) {
            wait.releaseAt = Instant.MAX;
        }
    }

    /** It was said, or done as far as that can be done now. */
    synchronized void done(Finding finding, Instant now) {
        Tracked tracked = pods.get(finding.pod().uid());
        if (tracked == null) {
            return;
        }
        tracked.failures = 0;
        if (finding instanceof Finding.Waits waits) {
            said(waits.pod(), waits.sidecar(), waits.outlook(), now);
        } else if (finding instanceof Finding.Errs errs) {
            said(errs.pod(), errs.sidecar(), errs.outlook(), now);
        } else if (finding instanceof Finding.NotReleased kept) {
            Wait wait = wait(kept.pod(), kept.sidecar().name());
            if (wait != null) {
                wait.notReleasedFor = kept.outlook();
            }
        } else if (finding instanceof Finding.ReleaseDue release) {
            Wait wait = wait(release.pod(), release.sidecar());
            if (wait != null) {
                wait.releaseAt = now.plus(doubled(RELEASE_AGAIN, wait.releases, MOST_BETWEEN_RELEASES));
                wait.releases++;
            }
        } else if (finding instanceof Finding.WaitsForContainer held) {
            if (tracked.containerWait != null) {
                tracked.containerWait.say(held.container().phase());
            }
        } else if (finding instanceof Finding.GivenUp) {
            tracked.isGivingUpSaid = true;
            reopen(tracked);
        } else if (finding instanceof Finding.Skipped) {
            tracked.isSkipSaid = true;
            reopen(tracked);
        } else if (finding instanceof Finding.Missed) {
            tracked.isMissSaid = true;
            reopen(tracked);
        }
    }

    private void said(ObservedPod pod, ObservedPod.Sidecar sidecar, Outlook outlook, Instant now) {
        Wait wait = wait(pod, sidecar.name());
        if (wait != null) {
            wait.said = wait.gist(sidecar);
            wait.toldOutlook = outlook;
            wait.saidAt = now;
            wait.isErrorSaid |= wait.hasErred();
        }
    }

    private @Nullable Wait wait(ObservedPod pod, String sidecar) {
        Tracked tracked = pods.get(pod.uid());
        return tracked == null || tracked.wait == null || !tracked.wait.sidecar.equals(sidecar) ? null : tracked.wait;
    }

    private static Duration doubled(Duration first, int times, Duration most) {
        return min(first.multipliedBy(1L << Math.min(Math.max(times, 0), 20)), most);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Whether there is nothing to be said or done, nor likely to be soon. */
    synchronized boolean isIdle() {
        return open.isEmpty();
    }

    /** How many Pods with sidecars there are. */
    synchronized int size() {
        return pods.size();
    }

    /** How many Pods wait on a gate, or for a gate container, for longer than the threshold. */
    synchronized int waiting(Instant now) {
        return (int) open.values().stream()
                .flatMap(tracked -> waitingSince(tracked).stream())
                .filter(since -> between(since, now).compareTo(waitingAfter) >= 0)
                .count();
    }

    private static Optional<Instant> waitingSince(Tracked tracked) {
        return tracked.containerWait != null
                ? Optional.of(tracked.containerWait.since())
                : Optional.ofNullable(tracked.wait).map(wait -> wait.since);
    }
}
