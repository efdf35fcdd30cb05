package io.sidecarfirst.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeapShrinkerTest {
    private static final long SMALL = 20 << 20;

    private long heap = SMALL;
    private int collections;

    private final HeapShrinker shrinker = new HeapShrinker(() -> heap, () -> {
        collections++;
        heap = SMALL;
    });

    @Test
    void collectsOnceWhenABurstIsOver() {
        period(1000, HeapShrinker.GROWTH);
        assertEquals(0, collections, "the burst may go on");
        period(0, 0);
        assertEquals(1, collections);
        period(0, 0);
        assertEquals(1, collections, "it has not grown since");
    }

    @Test
    void collectsAgainAfterTheNextBurst() {
        for (int i = 0; i < 2; i++) {
            period(1000, HeapShrinker.GROWTH);
            period(HeapShrinker.CALM, 0);
        }
        assertEquals(2, collections);
    }

    @Test
    void fewReviewsMayBeLarge() {
        period(1, HeapShrinker.GROWTH);
        assertEquals(1, collections);
    }

    @Test
    void doesNotCollectAHeapThatHasGrownByLittle() {
        period(1000, HeapShrinker.GROWTH - 1);
        period(0, 0);
        assertEquals(0, collections);
    }

    @Test
    void doesNotCollectWhileReviewsComeFast() {
        for (int i = 0; i < 100; i++) {
            period(HeapShrinker.CALM + 1, HeapShrinker.GROWTH);
        }
        assertEquals(0, collections);
    }

    @Test
    void doesNotCollectAgainWhatStays() {
        HeapShrinker inVain = new HeapShrinker(() -> heap, () -> collections++);
        heap += HeapShrinker.GROWTH;
        inVain.look();
        inVain.look();
        assertEquals(1, collections);
    }

    private void period(int reviews, long growth) {
        heap += growth;
        for (int i = 0; i < reviews; i++) {
            shrinker.ended();
        }
        shrinker.look();
    }
}
