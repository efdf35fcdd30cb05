package io.sidecarfirst.bench.load;

import java.util.Arrays;
import java.util.Collection;

/** How long requests took, each of them. */
public final class Latencies {
    private long[] nanos;
    private int size;

    /** None yet. */
    public Latencies() {
        nanos = new long[1024];
    }

    private Latencies(long[] sorted) {
        nanos = sorted;
        size = sorted.length;
    }

    /** Adds one, in nanoseconds. */
    public void add(long latency) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = latency;
    }

    /** All of them, in order: only these know their {@link #millis}. */
    public static Latencies sorted(Collection<Latencies> parts) {
        return new Latencies(parts.stream()
                .flatMapToLong(part -> Arrays.stream(part.nanos, 0, part.size))
                .sorted()
                .toArray());
    }

    /** How many there are. */
    public int count() {
        return size;
    }

    /**
     * The latency that this share of the requests did not exceed, in milliseconds; NaN if there was none.
     *
     * @param share 0..1; 0.5 is the median, 1 the longest
     */
    public double millis(double share) {
        if (size == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * size) - 1;
        return nanos[Math.max(0, Math.min(size - 1, index))] / 1e6;
    }
}
