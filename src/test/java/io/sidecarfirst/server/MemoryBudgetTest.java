package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** All requests together stay within a part of the heap. */
class MemoryBudgetTest {
    private static final int MIB = 1 << 20;

    private final MemoryBudget memory = new MemoryBudget(64 * MIB);

    @Test
    void bodiesTakeAQuarterOfTheHeap() throws HttpError {
        try (MemoryBudget.Lease one = memory.new Lease();
                MemoryBudget.Lease other = memory.new Lease()) {
            one.reserveBody(10 * MIB);
            assertThatThrownBy(() -> other.reserveBody(10 * MIB))
                    .isInstanceOfSatisfying(
                            HttpError.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(503));
            other.reserveBody(6 * MIB);
        }
        try (MemoryBudget.Lease later = memory.new Lease()) {
            later.reserveBody(16 * MIB);
        }
    }

    @Test
    void usualRequestsDoNotWaitForEachOther() throws HttpError {
        try (MemoryBudget.Lease one = memory.new Lease();
                MemoryBudget.Lease other = memory.new Lease()) {
            one.reserveTree(6_000);
            other.reserveTree(6_000);
        }
    }

    @Test
    void aLargeTreeWaitsUntilItIsAlone() throws Exception {
        try (MemoryBudget.Lease large = memory.new Lease()) {
            FutureTask<?> reserved = new FutureTask<>(() -> {
                large.reserveTree(8 * MIB);
                return null;
            });
            Thread thread = new Thread(reserved);
            try (MemoryBudget.Lease small = memory.new Lease()) {
                small.reserveTree(6_000);
                thread.start();
                // It waits with a limit of time; a thread that need not wait ends.
                await().until(thread::getState, Set.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)::contains);
                assertThat(reserved).isNotDone();
            }
            reserved.get();
            try (MemoryBudget.Lease late = memory.new Lease()) {
                assertThatThrownBy(() -> late.reserveTree(6_000))
                        .isInstanceOfSatisfying(
                                HttpError.class,
                                refusal -> assertThat(refusal.status()).isEqualTo(503));
            }
        }
    }
}
