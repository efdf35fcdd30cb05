package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** First come, first served; a review that is being computed stands for a thread that computes it. */
class ReviewQueueTest {
    private static final int LARGE = 1000;
    private static final Duration LONG = Duration.ofMinutes(1);
    /** Shorter than any wait. */
    private static final Duration NONE = Duration.ofNanos(-1);

    private final List<String> done = new ArrayList<>();

    /** Does something while it is computed: others arrive. */
    private ReviewQueue.Review review(String name, Runnable meanwhile) {
        return new ReviewQueue.Review() {
            @Override
            public void run() {
                meanwhile.run();
                done.add(name);
            }

            @Override
            public void tooLate() {
                done.add(name + " too late");
            }
        };
    }

    private ReviewQueue.Review review(String name) {
        return review(name, () -> {});
    }

    @Test
    void whoeverIsOneTooManyWaitsInTheOrderOfArrival() {
        ReviewQueue queue = new ReviewQueue(1, LARGE, LONG);
        queue.add(1, review("a", () -> {
            queue.add(1, review("b", () -> queue.add(1, review("d"))));
            queue.add(1, review("c"));
        }));
        queue.add(1, review("e"));
        assertThat(done).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void nobodyWaitsWhileASlotIsFree() {
        ReviewQueue queue = new ReviewQueue(2, LARGE, LONG);
        queue.add(1, review("a", () -> queue.add(1, review("b", () -> queue.add(1, review("c"))))));
        assertThat(done).as("c waits for b, in whose thread it is computed").containsExactly("b", "c", "a");
    }

    @Test
    void aLargeOneWaitsForTheOtherLargeOneAndSmallOnesDoNot() {
        ReviewQueue queue = new ReviewQueue(3, LARGE, LONG);
        queue.add(LARGE, review("large", () -> {
            queue.add(LARGE, review("second large"));
            queue.add(LARGE - 1, review("small"));
        }));
        assertThat(done).containsExactly("small", "large", "second large");
    }

    @Test
    void aLargeOneThatCameFirstIsNext() {
        ReviewQueue queue = new ReviewQueue(1, LARGE, LONG);
        queue.add(1, review("a", () -> {
            queue.add(LARGE, review("large"));
            queue.add(1, review("small"));
            queue.add(LARGE, review("second large"));
        }));
        assertThat(done).containsExactly("a", "large", "small", "second large");
    }

    @Test
    void whoHasWaitedTooLongIsToldSo() {
        ReviewQueue queue = new ReviewQueue(1, LARGE, NONE);
        queue.add(1, review("a", () -> queue.add(1, review("b"))));
        queue.add(1, review("c"));
        assertThat(done).containsExactly("a", "b too late", "c");
    }
}
