package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            other.reserveBody(4 * MIB);
            other.reserveBody(6 * MIB);
        }
        try (MemoryBudget.Lease later = memory.new Lease()) {
            later.reserveBody(16 * MIB);
        }
    }
}
