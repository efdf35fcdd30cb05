package io.sidecarfirst.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapShrinkerTest {
    private final AtomicInteger collections = new AtomicInteger();
    private final HeapShrinker shrinker = new HeapShrinker(collections::incrementAndGet);

    @Test
    void collectsOnceWhenABurstIsOver() {
        period(HeapShrinker.BURST);
        assertEquals(0, collections.get(), "the burst may go on");
        period(0);
        assertEquals(1, collections.get());
        period(0);
        assertEquals(1, collections.get(), "nothing came since");
    }

    @Test
    void collectsAgainAfterTheNextBurst() {
        period(HeapShrinker.BURST);
        period(HeapShrinker.CALM);
        period(HeapShrinker.BURST);
        period(HeapShrinker.CALM);
        assertEquals(2, collections.get());
    }

    @Test
    void doesNotCollectForAFewReviews() {
        period(HeapShrinker.BURST - 1);
        period(0);
        assertEquals(0, collections.get());
    }

    @Test
    void doesNotCollectWhileReviewsComeFast() {
        for (int i = 0; i < 100; i++) {
            period(HeapShrinker.CALM + 1);
        }
        assertEquals(0, collections.get());
    }

    @Test
    void collectsNowAndThenWhenReviewsComeSlowly() {
        int periods = HeapShrinker.BURST / HeapShrinker.CALM;
        for (int i = 0; i < 3 * periods; i++) {
            period(HeapShrinker.CALM);
        }
        assertEquals(3, collections.get());
    }

    private void period(int reviews) {
        for (int i = 0; i < reviews; i++) {
            shrinker.ended();
        }
        shrinker.look();
    }
}
