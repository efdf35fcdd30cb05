package io.sidecarfirst.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/** Where a generator gets its choices from: a seed, or the bytes that a fuzzing engine made up. */
public interface Choices {

    /** A number from 0 up to, and without, the bound. */
    int below(int bound);

    /** True in one of so many cases. */
    default boolean oneIn(int cases) {
        return below(cases) == cases - 1;
    }

    /** One of these. */
    default <T> T of(List<T> items) {
        return items.get(below(items.size()));
    }

    /** The same for the same seed. */
    static Choices of(RandomGenerator random) {
        return random::nextInt;
    }

    /** One byte a choice, or two where a byte is too small; the first of all things where none is left. */
    static Choices of(byte[] bytes) {
        return new Choices() {
            private int next;

            @Override
            public int below(int bound) {
                return (bound <= 256 ? octet() : (octet() << 8) | octet()) % bound;
            }

            private int octet() {
                return next < bytes.length ? bytes[next++] & 0xff : 0;
            }
        };
    }
}
