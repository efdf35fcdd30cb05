package io.sidecarfirst.bench.apiserver;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The Pods of a simulated cluster, and their changes: Pods are replaced as in a rollout, some at a time. Safe to share
 * between threads.
 */
public final class SimulatedPods {
    /** Long enough for an Event that says so. */
    private static final Duration WAITED = Duration.ofMinutes(10);

    private final List<SimulatedPod> places = new ArrayList<>();
    private long version = 1000;
    private int changes;

    /**
     * How many Pods there are.
     *
     * @param percentWithSidecar how many of a hundred have a native sidecar, 0..100
     * @param waiting how many of those with a sidecar wait on its gate, for ten minutes already
     */
    public record Population(int pods, int percentWithSidecar, int waiting) {
        public static final Population NONE = new Population(0, 0, 0);
    }

    /** @throws IllegalArgumentException if more Pods are to wait than have a sidecar */
    public SimulatedPods(Population population) {
        Instant created = now().minus(WAITED);
        int waiting = population.waiting;
        for (int i = 0; i < population.pods; i++) {
            boolean hasSidecar =
                    SimulatedPod.owner(i) * population.percentWithSidecar % 100 < population.percentWithSidecar;
            boolean waits = hasSidecar && waiting > 0;
            waiting -= waits ? 1 : 0;
            places.add(new SimulatedPod(i, 0, hasSidecar, waits ? PodStage.WAITS : PodStage.RUNS, version, created));
        }
        if (waiting > 0) {
            throw new IllegalArgumentException(population + ": more Pods are to wait than have a sidecar");
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** How many places for Pods there are; in some there may be none at the moment. */
    synchronized int size() {
        return places.size();
    }

    /** The resourceVersion of the last change. */
    synchronized long version() {
        return version;
    }

    /** A part of the list: JSON objects, with commas between them. */
    synchronized String items(int from, int limit) {
        return IntStream.range(from, Math.min(places.size(), from + limit))
                .mapToObj(places::get)
                .filter(SimulatedPod::exists)
                .map(SimulatedPod::json)
                .collect(Collectors.joining(","));
    }

    synchronized Optional<String> named(String name) {
        return places.stream()
                .filter(pod -> pod.exists() && pod.name().equals(name))
                .findFirst()
                .map(SimulatedPod::json);
    }

    /**
     * Makes the next change: as many Pods as there are at once go on by one stage each in turn, until all of them have
     * been through all stages; then the next ones.
     *
     * @return the event of a watch
     */
    synchronized String change(int atOnce) {
        int window = Math.min(atOnce, places.size());
        int turns = PodStage.values().length;
        int place = (changes / (window * turns) * window + changes % window) % places.size();
        changes++;
        SimulatedPod before = places.get(place);
        SimulatedPod after = before.next(++version, now());
        places.set(place, after);
        // Of one that is gone the last state is told, with the version of its deletion.
        SimulatedPod told = after.exists() ? after : before.withVersion(version);
        String type = after.exists() ? before.exists() ? "MODIFIED" : "ADDED" : "DELETED";
        return "{\"type\":\"" + type + "\",\"object\":" + told.json() + "}";
    }
}
