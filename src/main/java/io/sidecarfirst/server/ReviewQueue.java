package io.sidecarfirst.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be reviewed. A few reviews are computed at once; the others wait in the order in which they came,
 * and no thread waits with them. A review that is large, whose tree may take thirty times its bytes ({@code {},{},{}}),
 * waits for the other large ones too. Who has waited too long is told so instead: the caller tries again, perhaps
 * elsewhere, while there is time.
 */
final class ReviewQueue {
    /** Something that wants a turn. */
    interface Review {
        /** Computes it; throws nothing. */
        void run();

        /** It has waited too long. */
        void tooLate();
    }

    private record Turn(Review review, boolean large, long since) {}

    private final int slots;
    private final int largeBytes;
    private final long patienceNanos;
    private final Queue<Turn> small = new ArrayDeque<>();
    private final Queue<Turn> large = new ArrayDeque<>();
    private int running;
    private boolean largeRuns;

    /**
     * @param slots how many reviews are computed at once; at least 1
     * @param largeBytes from how many bytes on a review is large
     * @param patience how long a review may wait for its turn
     */
    ReviewQueue(int slots, int largeBytes, Duration patience) {
        this.slots = slots;
        this.largeBytes = largeBytes;
        this.patienceNanos = patience.toNanos();
    }

    /** Computes a review as soon as it is its turn: now, or later in the thread of one that was computed before it. */
    void add(int bytes, Review review) {
        Turn turn = new Turn(review, bytes >= largeBytes, System.nanoTime());
        if (waits(turn)) {
            return;
        }
        review.run();
        for (Optional<Turn> next = next(turn); next.isPresent(); next = next(next.get())) {
            take(next.get());
        }
    }

    private void take(Turn turn) {
        if (System.nanoTime() - turn.since > patienceNanos) {
            turn.review.tooLate();
        } else {
            turn.review.run();
        }
    }

    private synchronized boolean waits(Turn turn) {
        if (running == slots || (turn.large && largeRuns)) {
            (turn.large ? large : small).add(turn);
            return true;
        }
        running++;
        largeRuns |= turn.large;
        return false;
    }

    private synchronized Optional<Turn> next(Turn done) {
        largeRuns &= !done.large;
        Queue<Turn> queue = isLargeNext() ? large : small;
        @Nullable Turn turn = queue.poll();
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
