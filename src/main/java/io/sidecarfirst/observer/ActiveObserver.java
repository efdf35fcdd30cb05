package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.apiserver.RecurringProblem;
import io.sidecarfirst.explain.Redacted;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.observed.ProbeFailures;
import io.sidecarfirst.release.ReleaseStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The observer of the replica that holds the Lease: what it keeps in memory, and its threads. They end with it. */
final class ActiveObserver implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ActiveObserver.class);

    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CONFIGURATION_AGAIN = Duration.ofMinutes(1);

    /** Where something may be said of a Pod: by the time that a new one is told of, this was read after it was made. */
    private static final Duration CONFIGURATION_SOON = Observations.NEWS_AFTER;

    /** With every Pod of a cluster to tell of, the Events should not be what the API server is busy with. */
    private static final int EVENTS_AT_ONCE = 100;

    private static final Duration EACH_EVENT = Duration.ofMillis(200);

    /**
     * Steps of releases: each reads a Pod and the ConfigMap, and the last one evicts. Where all Pods of a cluster wait
     * on the same wrong guess, their replacements should not all be scheduled and pull their images at one moment.
     */
    private static final int RELEASES_AT_ONCE = 20;

    private static final Duration EACH_RELEASE = Duration.ofMillis(200);

    /** After so many problems in a row the API server is away, and the rest waits for the next tick. */
    private static final int MOST_PROBLEMS = 3;

    /** Each is two requests at most. The oldest first; the others are asked with the next tick. */
    private static final int QUESTIONS_AT_ONCE = 20;

    private final ApiServer server;
    private final InstantSource clock;
    private final ObserverSettings settings;
    private final ObserverMetrics metrics;
    private final BooleanSupplier isHeld;
    private final Function<JsonNode, Optional<ObservedPod>> decoder;
    private final OptedInPods optedIn = new OptedInPods();
    private final Observations observations;
    private final EventRecorder events;
    private final @Nullable GateRelease release;
    private final TokenBucket eventsNow;
    private final TokenBucket releasesNow;
    private final List<Thread> threads = new ArrayList<>();
    private final RecurringProblem problem = new RecurringProblem(
            log, "the observer cannot do its work now, and tries again", "the observer works again");
    private @Nullable Instant configurationReadAt;
    private volatile boolean isClosed;

    private ActiveObserver(
            ApiServer server, ObserverSettings settings, ObserverMetrics metrics, BooleanSupplier isHeld) {
        this.server = server;
        this.clock = server.clock();
        this.settings = settings;
        this.metrics = metrics;
        this.isHeld = isHeld;
        this.decoder = root -> ObservedPod.of(root, settings.releaseDelay());
        this.observations = new Observations(
                settings.waitingAfter(), settings.release() != null, optedIn::ask, optedIn::isExpected);
        this.events = new EventRecorder(server, clock, settings.identity());
        this.release = settings.release() == null ? null : release(settings.release());
        this.eventsNow = new TokenBucket(EVENTS_AT_ONCE, EACH_EVENT, clock.instant());
        this.releasesNow = new TokenBucket(RELEASES_AT_ONCE, EACH_RELEASE, clock.instant());
    }

    private GateRelease release(ObserverSettings.ReleaseSettings where) {
        ReleaseStore store = new ReleaseStore(
                server, where.releases().namespace(), where.releases().name());
        return new GateRelease(server, store, events, decoder, this::mayAct);
    }

    /** One that has been closed acts no more, even where its replica holds the Lease again by then. */
    private boolean mayAct() {
        return !isClosed && isHeld.getAsBoolean();
    }

    /**
     * Starts to observe.
     *
     * @param isHeld whether this is the active replica still
     */
    static ActiveObserver start(
            ApiServer server, ObserverSettings settings, ObserverMetrics metrics, BooleanSupplier isHeld) {
        ActiveObserver observer = new ActiveObserver(server, settings, metrics, isHeld);
        observer.thread(
                "observer-namespaces",
                new ListWatch<>(
                        server,
                        "api/v1/namespaces",
                        OptedInPods.Namespace::of,
                        observer.optedIn,
                        () -> metrics.failed(ObserverMetrics.Task.NAMESPACES)));
        observer.thread(
                "observer-pods",
                new ListWatch<>(
                        server,
                        "api/v1/pods",
                        observer.decoder,
                        observer.pods(),
                        () -> metrics.failed(ObserverMetrics.Task.PODS)));
        observer.thread("observer", observer::run);
        return observer;
    }

    private void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private ListWatch.Sink<ObservedPod> pods() {
        return new ListWatch.Sink<>() {
            @Override
            public void replace(List<ObservedPod> all) {
                observations.replace(all, clock.instant());
                log.atInfo().addKeyValue("podsWithSidecars", all.size()).log("the cluster's Pods are observed");
            }

            @Override
            public void put(ObservedPod pod) {
                observations.put(pod, clock.instant());
            }

            @Override
            public void remove(String uid) {
                observations.remove(uid);
            }
        };
    }

    private void run() {
        Duration pause = TICK;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause.toMillis());
                pause = tick() ? TICK : longer(pause);
            }
        } catch (InterruptedException e) {
            // That is how it ends.
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        return pause.compareTo(MOST_PAUSE.dividedBy(2)) < 0 ? pause.multipliedBy(2) : MOST_PAUSE;
    }

    /** Whether all that was due could be done. */
    private boolean tick() throws InterruptedException {
        try {
            work();
            problem.isOver();
            return true;
        } catch (RuntimeException e) {
            metrics.failed(ObserverMetrics.Task.FINDINGS);
            problem.because(e);
            return false;
        }
    }

    private void work() throws InterruptedException {
        Instant now = clock.instant();
        observations.measured().forEach(metrics::measured);
        metrics.pods.set(observations.size());
        metrics.waiting.set(observations.waiting(now));
        List<RuntimeException> problems = new ArrayList<>();
        Duration again = observations.isIdle() ? CONFIGURATION_AGAIN : CONFIGURATION_SOON;
        if (configurationReadAt == null || !now.isBefore(configurationReadAt.plus(again))) {
            try {
                optedIn.read(server, settings.webhookConfiguration());
                configurationReadAt = now;
            } catch (RuntimeException e) {
                problems.add(e);
            }
        }
        for (Finding finding :
                observations.due(now, eventsNow.available(now), QUESTIONS_AT_ONCE, releasesNow.available(now))) {
            if (!mayAct() || problems.size() > MOST_PROBLEMS) {
                break;
            }
            try {
                handle(finding);
            } catch (RuntimeException e) {
                // What goes wrong with one Pod, or in one namespace, is not to hold up the others.
                observations.failed(finding, clock.instant());
                problems.add(e);
            }
        }
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
    }

    private void handle(Finding finding) throws InterruptedException {
        Instant now = clock.instant();
        if (finding instanceof Finding.Unexplained unexplained) {
            explain(unexplained, now);
        } else if (finding instanceof Finding.StartedLate late) {
            Pods pods = new Pods(server, late.pod().namespace());
            metrics.pulledLate(
                    late.pulls(pods.events(late.pod().name(), late.pod().uid()).items()));
        } else if (finding instanceof Finding.ReleaseDue due) {
            if (release != null) {
                advance(release, due, now);
            }
        } else if (finding instanceof Finding.Waits waits) {
            say(waits, EventRecorder.Reason.GateWaiting, waits.sidecar().name(), EventText.of(waits, now));
        } else if (finding instanceof Finding.Errs errs) {
            say(errs, EventRecorder.Reason.GateErrored, errs.sidecar().name(), EventText.of(errs, now));
        } else if (finding instanceof Finding.WaitsForContainer waits) {
            say(waits, EventRecorder.Reason.GateWaiting, GateContainer.NAME, GateContainerText.of(waits, now));
        } else if (finding instanceof Finding.GivenUp givenUp) {
            sayGivenUp(givenUp);
        } else if (finding instanceof Finding.NotReleased kept) {
            say(kept, EventRecorder.Reason.GateNotReleased, kept.sidecar().name(), EventText.of(kept, now));
        } else if (finding instanceof Finding.Skipped skipped) {
            if (sayOnce(skipped, EventRecorder.Reason.SidecarSkipped, EventText.of(skipped, details(skipped)))) {
                metrics.skipped.inc();
            }
        } else if (finding instanceof Finding.Missed missed
                && sayOnce(missed, EventRecorder.Reason.SidecarMissed, EventText.of(missed))) {
            metrics.missed.inc();
        }
    }

    private void say(Finding finding, EventRecorder.Reason reason, String about, String message)
            throws InterruptedException {
        eventsNow.take();
        var unused = events.record(EventRecorder.Subject.of(finding.pod()), reason, about, message);
        observations.done(finding, clock.instant());
    }

    /** Whether it is new: another replica may have said it before. */
    private boolean sayOnce(Finding finding, EventRecorder.Reason reason, String message) throws InterruptedException {
        eventsNow.take();
        EventRecorder.Outcome outcome = events.recordOnce(EventRecorder.Subject.of(finding.pod()), reason, "", message);
        observations.done(finding, clock.instant());
        return outcome != EventRecorder.Outcome.REPEATED;
    }

    /** On the controller it is one Event, with a higher count for each Pod. */
    private void sayGivenUp(Finding.GivenUp givenUp) throws InterruptedException {
        String message = GateContainerText.of(givenUp);
        if (!sayOnce(givenUp, EventRecorder.Reason.GateGivenUp, message)) {
            return;
        }
        metrics.givenUp.inc(givenUp.sidecars().size());
        ObservedPod.Controller controller = givenUp.pod().controller();
        if (controller != null) {
            eventsNow.take();
            var unused = events.record(
                    EventRecorder.Subject.of(controller, givenUp.pod().namespace()),
                    EventRecorder.Reason.GateGivenUp,
                    "",
                    message);
        }
    }

    /** What the warning said that went to whoever created the Pod: the status has only the reasons' names. */
    private Map<String, String> details(Finding.Skipped skipped) throws InterruptedException {
        Pods.Answer answer =
                new Pods(server, skipped.pod().namespace()).get(skipped.pod().name());
        return answer instanceof Pods.Answer.Found found
                ? skipped.details(
                        gate(skipped.pod().namespace(), found.object()).plan(Pod.of(found.object())))
                : Map.of();
    }

    /** What decided on it: a label of its namespace may say what holds its mains back. */
    private Gate gate(String namespace, JsonNode pod) {
        return optedIn.mode(namespace, pod.path("metadata"))
                .map(settings.gate()::with)
                .orElse(settings.gate());
    }

    private void explain(Finding.Unexplained unexplained, Instant now) throws InterruptedException {
        Pods pods = new Pods(server, unexplained.pod().namespace());
        if (!(pods.get(unexplained.pod().name()) instanceof Pods.Answer.Found found)) {
            observations.explained(unexplained, null, now);
            return;
        }
        String failure = ProbeFailures.in(pods.events(found.object()).items()).get(unexplained.sidecar());
        observations.explained(
                unexplained,
                failure == null
                        ? null
                        : Redacted.failure(
                                failure,
                                handler(found.object(), unexplained.sidecar()).orElse(null)),
                now);
    }

    private static Optional<Handler> handler(JsonNode pod, String sidecar) {
        return Pod.of(pod).named(sidecar).stream()
                .flatMap(container -> container.startupProbe().stream())
                .flatMap(probe -> probe.handlers().stream())
                .findFirst();
    }

    private void advance(GateRelease gateRelease, Finding.ReleaseDue due, Instant now) throws InterruptedException {
        releasesNow.take();
        GateRelease.Step step = gateRelease.next(due, now);
        if (step instanceof GateRelease.Step.Gone) {
            observations.remove(due.pod().uid());
        } else if (step instanceof GateRelease.Step.Changed changed) {
            observations.put(changed.pod(), now);
            observations.done(due, now);
        } else if (step instanceof GateRelease.Step.Left) {
            observations.settled(due);
        } else {
            if (step instanceof GateRelease.Step.Remembered) {
                metrics.released.inc();
            }
            observations.done(due, now);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        threads.forEach(Thread::interrupt);
        // Who closes it is interrupted when the program ends, and waits all the same: only then is the Lease given up.
        boolean isInterrupted = Thread.interrupted();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(2).toMillis());
            }
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
