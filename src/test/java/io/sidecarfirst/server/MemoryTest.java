package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** All requests together stay within a part of the heap. */
class MemoryTest {
    private static final int MIB = 1 << 20;

    private final Memory memory = new Memory(64 * MIB);

    @Test
    void bodiesTakeAQuarterOfTheHeap() throws Refusal {
        try (Memory.Share one = memory.new Share();
                Memory.Share other = memory.new Share()) {
            one.arrive(10 * MIB);
            assertThatThrownBy(() -> other.arrive(10 * MIB))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(503));
            other.arrive(6 * MIB);
        }
        try (Memory.Share later = memory.new Share()) {
            later.arrive(16 * MIB);
        }
    }

    @Test
    void usualRequestsDoNotWaitForEachOther() throws Refusal {
        try (Memory.Share one = memory.new Share();
                Memory.Share other = memory.new Share()) {
            one.becomeTree(6_000);
            other.becomeTree(6_000);
        }
    }

    @Test
    void aLargeTreeWaitsUntilItIsAlone() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Memory.Share large = memory.new Share()) {
            Future<?> waiting;
            try (Memory.Share small = memory.new Share()) {
                small.becomeTree(6_000);
                waiting = thread.submit(() -> {
                    large.becomeTree(8 * MIB);
                    return null;
                });
                assertThat(waiting.isDone()).isFalse();
            }
            waiting.get();
            try (Memory.Share late = memory.new Share()) {
                assertThatThrownBy(() -> late.becomeTree(6_000))
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.status()).isEqualTo(503));
            }
        } finally {
            thread.shutdownNow();
        }
    }
}
