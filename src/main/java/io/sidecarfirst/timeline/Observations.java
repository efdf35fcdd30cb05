package io.sidecarfirst.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What was seen by looking at a Pod again and again. The API records when a container began to run, in whole seconds; it does
 * not record when its gate passed, nor when it became ready. The kubelet reports a probe's result at once, so these two lie
 * between the last look that did not show them and the first one that did.
 *
 * <p>A look has the time of the clock here, which may be any; it is worth as much as is known of the API server's clock
 * ({@link ClockOffset}). That the nodes' clocks agree with it is taken for granted; {@link TimeConstraints} leaves out what contradicts them.
 * Not for several threads.
 */
public final class Observations {
    /** What is looked for. */
    enum Sight {
        PASSED,
        READY
    }

    private record Key(String container, Sight sight) {}

    private record Seen(Optional<Instant> notYet, Instant at) {}

    private final Map<Key, Instant> notYet = new HashMap<>();
    private final Map<Key, Seen> seen = new HashMap<>();
    private final Map<String, Instant> running = new HashMap<>();
    private Optional<ClockOffset> offset = Optional.empty();

    /**
     * One look.
     *
     * @param asked when the Pod was asked for, by the clock here
     * @param answered when it was there, by the clock here
     * @param date what the API server said the time was, in whole seconds; without it the look tells nothing of times
     */
    public void add(Instant asked, Instant answered, Optional<Instant> date, JsonNode pod) {
        date.map(said -> ClockOffset.of(asked, answered, said)).ifPresent(this::compare);
        for (PodContainer container : PodContainer.of(pod)) {
            look(asked, answered, new Key(container.name(), Sight.PASSED), container.isStarted());
            look(asked, answered, new Key(container.name(), Sight.READY), container.runs() && container.isReady());
            if (container.runs()) {
                running.putIfAbsent(container.name(), answered);
            }
        }
    }

    private void compare(ClockOffset one) {
        Optional<ClockOffset> both = offset.flatMap(one::and);
        if (offset.isPresent() && both.isEmpty()) {
            // A clock was set: what was seen before it has no time any more.
            notYet.clear();
            seen.clear();
            running.clear();
        }
        offset = both.or(() -> Optional.of(one));
    }

    private void look(Instant asked, Instant answered, Key key, boolean isSo) {
        if (isSo) {
            seen.putIfAbsent(key, new Seen(Optional.ofNullable(notYet.get(key)), answered));
        } else {
            notYet.put(key, asked);
        }
    }

    /** By the API server's clock, as far as that is known. */
    Instant inServerTime(Instant here) {
        return here.plus(offset.map(ClockOffset::likely).orElse(Duration.ZERO));
    }

    /** When it became so, by the API server's clock; empty if it was so from the first look on, or never. */
    Optional<TimeEstimate> of(String container, Sight sight) {
        Seen change = seen.get(new Key(container, sight));
        if (change == null || change.notYet().isEmpty() || offset.isEmpty()) {
            return Optional.empty();
        }
        Instant from = change.notYet().get().plus(offset.get().least());
        return Optional.of(new TimeEstimate(from, from, change.at().plus(offset.get().most()), Evidence.SEEN));
    }

    /** When it ran at the latest, by the API server's clock. The kubelet may report that late, so a look tells no more. */
    Optional<Instant> runningBy(String container) {
        return offset.flatMap(
                known -> Optional.ofNullable(running.get(container)).map(at -> at.plus(known.most())));
    }
}
