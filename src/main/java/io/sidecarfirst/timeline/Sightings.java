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
 * between the last look that did not show them and the first one that did. Not for several threads.
 */
public final class Sightings {
    /** What is looked for. */
    enum Sight {
        RUNNING,
        PASSED,
        READY
    }

    /** How much later than it happens the kubelet may report that a container runs. */
    private static final Duration REPORT = Duration.ofSeconds(3);

    private record Key(String container, Sight sight) {}

    private record Seen(Optional<Instant> notYet, Instant at) {}

    private final Map<Key, Instant> notYet = new HashMap<>();
    private final Map<Key, Seen> seen = new HashMap<>();
    private Optional<Duration> behind = Optional.empty();
    private Optional<Duration> ahead = Optional.empty();

    /**
     * One look.
     *
     * @param asked when the Pod was asked for
     * @param answered when it was there
     */
    public void add(Instant asked, Instant answered, JsonNode pod) {
        for (Container container : Container.of(pod)) {
            look(asked, answered, new Key(container.name(), Sight.RUNNING), container.runs());
            look(asked, answered, new Key(container.name(), Sight.PASSED), container.isStarted());
            look(asked, answered, new Key(container.name(), Sight.READY), container.runs() && container.isReady());
            if (container.runs() && container.restarts() == 0) {
                container.runBegan().ifPresent(began -> compare(container.name(), began.at()));
            }
        }
    }

    private void look(Instant asked, Instant answered, Key key, boolean isSo) {
        if (isSo) {
            seen.putIfAbsent(key, new Seen(Optional.ofNullable(notYet.get(key)), answered));
        } else {
            notYet.put(key, asked);
        }
    }

    /** The node's clock against the one here: nothing is seen before it happens, or long after it was reported. */
    private void compare(String container, Instant began) {
        Seen running = seen.get(new Key(container, Sight.RUNNING));
        if (running == null) {
            return;
        }
        if (running.at().isBefore(began)) {
            behind = Optional.of(longer(behind, Duration.between(running.at(), began)));
        }
        if (running.notYet().isPresent()) {
            Duration late = Duration.between(
                    began.plus(Moment.RESOLUTION).plus(REPORT), running.notYet().get());
            ahead = Optional.of(
                    ahead.filter(before -> before.compareTo(late) < 0).orElse(late));
        }
    }

    private static Duration longer(Optional<Duration> one, Duration other) {
        return one.filter(duration -> duration.compareTo(other) > 0).orElse(other);
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    /** What must be added to the clock here, at the least, so that it agrees with the node's. */
    Duration shift() {
        return behind.or(() -> ahead.filter(late -> !late.isNegative()).map(Duration::negated))
                .orElse(Duration.ZERO);
    }

    /** When it became so; empty if it was so from the first look on, or never. */
    Optional<Moment> of(String container, Sight sight) {
        Seen change = seen.get(new Key(container, sight));
        return change == null
                ? Optional.empty()
                : change.notYet().map(before -> Moment.by(change.at().plus(shift()), before.plus(shift()), Basis.SEEN));
    }
}
