package io.sidecarfirst.server;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be reviewed. A few reviews are computed at once; the others wait in the order in which they came,
 * and no thread waits with them. A review that is large, whose tree may take thirty times its bytes ({@code {},{},{}}),
 * waits for the other large ones too. Who has waited too long is told so instead: the caller tries again, perhaps
 * elsewhere, while there is time.
 */
final class ReviewQueue {
    /** Something that wants a turn. Neither method throws. */
    interface Review {
        /** Computes it. */
        void run();

        /** It has waited too long. */
        void tooLate();
    }

    private final class Turn {
        private final Review review;
        private final boolean large;
        private final long since = System.nanoTime();
        private final Scheduler.@Nullable Task alarm;

        /** @param waits whether it has to wait for its turn */
        Turn(Review review, boolean large, boolean waits) {
            this.review = review;
            this.large = large;
            this.alarm = waits ? alarms.apply(this::giveUp) : null;
        }

        private void giveUp() {
            if (leaves(this)) {
                review.tooLate();
            }
        }

        void take() {
            if (alarm != null) {
                alarm.cancel();
            }
            review.run();
        }
    }

    private final int slots;
    private final int largeBytes;
    private final Executor executor;
    private final Function<Runnable, Scheduler.Task> alarms;
    private final Queue<Turn> small = new ArrayDeque<>();
    private final Queue<Turn> large = new ArrayDeque<>();
    private int running;
    private boolean largeRuns;

    /**
     * @param slots how many reviews are computed at once; at least 1
     * @param largeBytes from how many bytes on a review is large
     * @param executor computes reviews that have waited
     * @param alarms runs something when a review has waited too long, in a thread of its own
     */
    ReviewQueue(int slots, int largeBytes, Executor executor, Function<Runnable, Scheduler.Task> alarms) {
        this.slots = slots;
        this.largeBytes = largeBytes;
        this.executor = executor;
        this.alarms = alarms;
    }

    /**
     * Computes a review as soon as it is its turn: now, in this thread, or later in another one. This thread never
     * goes on with the reviews of others: below it stands a connection, which would not be read meanwhile.
     */
    void add(int bytes, Review review) {
        enter(review, bytes >= largeBytes).ifPresent(turn -> {
            turn.take();
            next(turn).ifPresent(next -> executor.execute(() -> takeAll(next)));
        });
    }

    private void takeAll(Turn first) {
        Optional<Turn> turn = Optional.of(first);
        while (turn.isPresent()) {
            turn.get().take();
            turn = next(turn.get());
        }
    }

    private synchronized Optional<Turn> enter(Review review, boolean isLarge) {
        boolean waits = running == slots || (isLarge && largeRuns);
        Turn turn = new Turn(review, isLarge, waits);
        if (waits) {
            queue(turn).add(turn);
            return Optional.empty();
        }
        running++;
        largeRuns |= isLarge;
        return Optional.of(turn);
    }

    private synchronized boolean leaves(Turn turn) {
        return queue(turn).remove(turn);
    }

    private Queue<Turn> queue(Turn turn) {
        return turn.large ? large : small;
    }

    private synchronized Optional<Turn> next(Turn done) {
        largeRuns &= !done.large;
        @Nullable Turn turn = isLargeNext() ? large.poll() : small.poll();
        if (turn == null) {
            running--;
            return Optional.empty();
        }
        largeRuns |= turn.large;
        return Optional.of(turn);
    }

    private boolean isLargeNext() {
        @Nullable Turn first = small.peek();
        @Nullable Turn firstLarge = large.peek();
        return !largeRuns && firstLarge != null && (first == null || firstLarge.since - first.since < 0);
    }
}
