package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;

/**
 * Times in the order in which things must have happened: each of them is not before the one before it, in its best
 * guess and in both of its bounds. So what narrows one of them may narrow others. Immutable.
 */
record TimeConstraints(List<TimeEstimate> times) {
    TimeConstraints {
        times = List.copyOf(times);
    }

    /** Where the API's own times contradict the order, clocks of several machines do: the later ones are moved. */
    static TimeConstraints of(List<TimeEstimate> known) {
        List<TimeEstimate> times = new ArrayList<>(known);
        // "By then" moves nothing that came after it; it was before that.
        for (int i = times.size() - 2; i >= 0; i--) {
            TimeEstimate next = times.get(i + 1);
            if (times.get(i).isVague() && !next.at().isBefore(times.get(i).earliest())) {
                times.set(i, times.get(i).notAfter(next));
            }
        }
        for (int i = 1; i < times.size(); i++) {
            times.set(i, times.get(i).notBefore(times.get(i - 1)));
        }
        for (int i = times.size() - 2; i >= 0; i--) {
            times.set(i, times.get(i).notAfter(times.get(i + 1).latest()));
        }
        return new TimeConstraints(times);
    }

    /** The same with one of them known better. What contradicts the others is not believed: then nothing changes. */
    TimeConstraints with(int index, TimeEstimate better) {
        List<TimeEstimate> narrowed = new ArrayList<>(times);
        TimeEstimate one = times.get(index);
        if (!one.overlaps(better)) {
            return this;
        }
        narrowed.set(index, one.within(better));
        for (int i = index + 1; i < narrowed.size(); i++) {
            TimeEstimate before = narrowed.get(i - 1);
            if (before.at().isAfter(narrowed.get(i).latest())) {
                return this;
            }
            narrowed.set(i, narrowed.get(i).notBefore(before));
        }
        for (int i = index - 1; i >= 0; i--) {
            TimeEstimate after = narrowed.get(i + 1);
            if (after.at().isBefore(narrowed.get(i).earliest())) {
                return this;
            }
            narrowed.set(i, narrowed.get(i).notAfter(after));
        }
        return new TimeConstraints(narrowed);
    }
}
