package io.sidecarfirst.bench.result;

import java.util.stream.DoubleStream;

/** Something that is measured, under the name by which tables and files know it; the name has the unit. */
public enum Figure {
    /** Right answers a second. */
    RATE("req/s", Better.HIGHER, Over.MEDIAN),
    MEDIAN("p50_ms", Better.LOWER, Over.MEDIAN),
    P90("p90_ms", Better.LOWER, Over.MEDIAN),
    P99("p99_ms", Better.LOWER, Over.MEDIAN),
    /** Of all rounds. */
    LONGEST("longest_ms", Better.LOWER, Over.MAXIMUM),
    /** The server's processor time for an answer. */
    CPU("cpu_us", Better.LOWER, Over.MEDIAN),
    /** Processor time of a second, of one processor. */
    CPU_SHARE("cpu_%", Better.LOWER, Over.MEDIAN),
    OVERLOADED("503", Better.LOWER, Over.SUM),
    ERRORS("errors", Better.LOWER, Over.SUM),
    /** The share of requests that were answered rightly before the client gave up. */
    IN_TIME("in_time_%", Better.HIGHER, Over.MEDIAN),
    /** From the start of the process to its first right answer, or until it said that it was ready. */
    START("start_ms", Better.LOWER, Over.MEDIAN),
    /** Processor time until then; the kernel counts it in steps of 10 ms. */
    START_CPU("start_cpu_ms", Better.LOWER, Over.MEDIAN),
    /** What the 100 reviews after that took, one after the other. */
    FIRST_100("first_100_ms", Better.LOWER, Over.MEDIAN),
    /** Memory that was written and that no other process shares. */
    PRIVATE("private_MiB", Better.LOWER, Over.MEDIAN),
    /** Resident memory, files that the kernel can take back included. */
    RESIDENT("rss_MiB", Better.LOWER, Over.MEDIAN),
    /** The most that was resident at any time. */
    PEAK("peak_MiB", Better.LOWER, Over.MEDIAN),
    /** Processor time from when the first page of Pods was asked for until all had been read. */
    LIST_CPU("list_cpu_ms", Better.LOWER, Over.MEDIAN),
    /** Processor time for each change of a Pod that was told; as many milliseconds for a thousand of them. */
    CHANGE_CPU("change_cpu_us", Better.LOWER, Over.MEDIAN),
    /** Events that were written to the API server so far. */
    EVENTS("events", Better.LOWER, Over.MEDIAN),
    /** How often the Lease was written so far. */
    LEASE_WRITES("lease_writes", Better.LOWER, Over.MEDIAN),
    /** The median without what a Pod takes that passes no webhook. */
    ADDED("added_ms", Better.LOWER, Over.MEDIAN),
    /** Time for one review, by JMH. */
    REVIEW("us/op", Better.LOWER, Over.MEDIAN),
    /** From "the sidecar serves" to "the main begins". */
    LAG("lag_s", Better.LOWER, Over.MEDIAN),
    /** From "the first sidecar begins" to "the main begins". */
    MAIN_BEGINS("main_begins_s", Better.LOWER, Over.MEDIAN),
    /** What an image takes on a node's disk, in millions of bytes. */
    IMAGE("image_MB", Better.LOWER, Over.MEDIAN),
    /** Pods that were created as a dry run, or refused. */
    CREATES("creates", Better.HIGHER, Over.SUM),
    /** Of them those that the API server refused. */
    REFUSED("refused", Better.LOWER, Over.SUM),
    /** Of them those that came without their gate. */
    UNGATED("ungated", Better.LOWER, Over.SUM),
    /** Pods that the API server did not look at: it was away itself, or too busy. */
    UNANSWERED("unanswered", Better.LOWER, Over.SUM);

    /** In which direction a figure becomes better. */
    public enum Better {
        HIGHER,
        LOWER
    }

    private enum Over {
        MEDIAN,
        MAXIMUM,
        SUM
    }

    private final String label;
    private final Better better;
    private final Over over;

    Figure(String label, Better better, Over over) {
        this.label = label;
        this.better = better;
        this.over = over;
    }

    /** Its name, with its unit. */
    public String label() {
        return label;
    }

    /** In which direction it becomes better. */
    public Better better() {
        return better;
    }

    double overRounds(DoubleStream values) {
        return switch (over) {
            case MEDIAN -> Ratio.median(values);
            case MAXIMUM -> values.max().orElse(Double.NaN);
            case SUM -> values.sum();
        };
    }
}
