package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** First come, first served; a review that is being computed stands for a thread that computes it. */
class ReviewQueueTest {
    private static final int LARGE = 1000;

    private final List<String> done = new ArrayList<>();
    private final List<Runnable> alarms = new ArrayList<>();

    private ReviewQueue queue(int slots) {
        return queue(slots, Runnable::run);
    }

    private ReviewQueue queue(int slots, Executor executor) {
        return new ReviewQueue(slots, LARGE, executor, alarm -> {
            alarms.add(alarm);
            return () -> alarms.remove(alarm);
        });
    }

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
        ReviewQueue queue = queue(1);
        queue.add(1, review("a", () -> {
            queue.add(1, review("b", () -> queue.add(1, review("d"))));
            queue.add(1, review("c"));
        }));
        queue.add(1, review("e"));
        assertThat(done).containsExactly("a", "b", "c", "d", "e");
    }

    /** Otherwise the connection of the first is not read while there are others: it starves. */
    @Test
    void whoHasBeenComputedDoesNotWaitForThoseBehind() {
        List<Runnable> later = new ArrayList<>();
        ReviewQueue queue = queue(1, later::add);
        queue.add(1, review("a", () -> {
            queue.add(1, review("b"));
            queue.add(1, review("c"));
        }));
        assertThat(done).containsExactly("a");
        assertThat(later).hasSize(1);
        later.get(0).run();
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void nobodyWaitsWhileASlotIsFree() {
        ReviewQueue queue = queue(2);
        queue.add(1, review("a", () -> queue.add(1, review("b", () -> queue.add(1, review("c"))))));
        assertThat(done).as("c waits for b, in whose thread it is computed").containsExactly("b", "c", "a");
    }

    @Test
    void aLargeOneWaitsForTheOtherLargeOneAndSmallOnesDoNot() {
        ReviewQueue queue = queue(3);
        queue.add(LARGE, review("large", () -> {
            queue.add(LARGE, review("second large"));
            queue.add(LARGE - 1, review("small"));
        }));
        assertThat(done).containsExactly("small", "large", "second large");
    }

    @Test
    void aLargeOneThatCameFirstIsNext() {
        ReviewQueue queue = queue(1);
        queue.add(1, review("a", () -> {
            queue.add(LARGE, review("large"));
            queue.add(1, review("small"));
            queue.add(LARGE, review("second large"));
        }));
        assertThat(done).containsExactly("a", "large", "small", "second large");
    }

    @Test
    void whoHasWaitedTooLongIsToldSoAtOnceAndLosesItsPlace() {
        ReviewQueue queue = queue(1);
        queue.add(1, review("a", () -> {
            queue.add(1, review("b"));
            queue.add(LARGE, review("c"));
            queue.add(1, review("d"));
            alarms.get(0).run();
            alarms.get(1).run();
        }));
        assertThat(done).containsExactly("b too late", "c too late", "a", "d");
    }

    @Test
    void whoHasHadItsTurnIsNotTooLate() {
        ReviewQueue queue = queue(1);
        List<Runnable> set = new ArrayList<>();
        queue.add(1, review("a", () -> {
            queue.add(1, review("b"));
            set.addAll(alarms);
        }));
        assertThat(alarms).as("the alarm is cancelled").isEmpty();
        set.forEach(Runnable::run);
        assertThat(done).containsExactly("a", "b");
    }
}
