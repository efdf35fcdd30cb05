package io.sidecarfirst.audit;

/** Counts the Pods of a row. */
final class Tally {
    private final String example;
    private int pods;
    private int after;
    private int stillNotReady;
    private int notAfter;
    private long leastSeconds = Long.MAX_VALUE;
    private long mostSeconds;

    /** @param example the name of the first of the Pods; empty for a template */
    Tally(String example) {
        this.example = example;
    }

    void add(ReadinessOrder readiness) {
        pods++;
        if (readiness instanceof ReadinessOrder.After it) {
            after++;
            stillNotReady += it.isStillNotReady() ? 1 : 0;
            leastSeconds = Math.min(leastSeconds, it.seconds());
            mostSeconds = Math.max(mostSeconds, it.seconds());
        } else if (readiness instanceof ReadinessOrder.NotAfter) {
            notAfter++;
        }
    }

    /** The Pods of both. */
    Tally plus(Tally other) {
        Tally sum = new Tally(example);
        sum.pods = pods + other.pods;
        sum.after = after + other.after;
        sum.stillNotReady = stillNotReady + other.stillNotReady;
        sum.notAfter = notAfter + other.notAfter;
        sum.leastSeconds = Math.min(leastSeconds, other.leastSeconds);
        sum.mostSeconds = Math.max(mostSeconds, other.mostSeconds);
        return sum;
    }

    String example() {
        return example;
    }

    int pods() {
        return pods;
    }

    Row.ReadinessCounts readiness() {
        return new Row.ReadinessCounts(after, stillNotReady, notAfter, after == 0 ? 0 : leastSeconds, mostSeconds);
    }
}
