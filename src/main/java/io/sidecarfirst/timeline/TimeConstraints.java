package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;

/**
 * Moments in the order in which things must have happened: each of them is not before the one before it, in its best guess and
 * in both of its bounds. What narrows one of them may so narrow others. Immutable.
 */
record TimeConstraints(List<TimeEstimate> moments) {
    TimeConstraints {
        moments = List.copyOf(moments);
    }

    /** Where the API's own times contradict the order, clocks of several machines do: the later ones are moved. */
    static TimeConstraints of(List<TimeEstimate> known) {
        List<TimeEstimate> moments = new ArrayList<>(known);
        // "By then" moves nothing that came after it; it was before that.
        for (int i = moments.size() - 2; i >= 0; i--) {
            TimeEstimate next = moments.get(i + 1);
            if (moments.get(i).isVague() && !next.at().isBefore(moments.get(i).earliest())) {
                moments.set(i, moments.get(i).notAfter(next));
            }
        }
        for (int i = 1; i < moments.size(); i++) {
            moments.set(i, moments.get(i).notBefore(moments.get(i - 1)));
        }
        for (int i = moments.size() - 2; i >= 0; i--) {
            moments.set(i, moments.get(i).notAfter(moments.get(i + 1).latest()));
        }
        return new TimeConstraints(moments);
    }

    /** The same with one of them known better. What contradicts the others is not believed: then nothing changes. */
    TimeConstraints with(int index, TimeEstimate better) {
        List<TimeEstimate> narrowed = new ArrayList<>(moments);
        TimeEstimate one = moments.get(index);
        if (!one.meets(better)) {
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
