package io.sidecarfirst.manifest.diff;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which lines of one text are those of another. It is the greedy search of Myers, which settles for what it has as soon
 * as the texts agree for a while, or after many edits: a search for the fewest edits of all takes time as their number
 * squared, and a file of many Pods has many.
 *
 * @param removed lines of the first text that are not in the second
 * @param added lines of the second text that are not in the first
 * @see <a href="https://doi.org/10.1007/BF01840446">E. Myers, An O(ND) difference algorithm and its variations</a>
 */
record LineMatch(BitSet removed, BitSet added) {
    /** So many same lines in a row are no accident. */
    private static final int AGREED = 64;

    private static final int MOST_EDITS = 500;
    private static final int UNREACHABLE = -1;

    static LineMatch of(List<String> old, List<String> changed) {
        LineMatch match = new LineMatch(new BitSet(), new BitSet());
        Point point = new Point(0, 0);
        while (point.from < old.size() || point.to < changed.size()) {
            point = new Search(old, changed, point).into(match);
        }
        return match;
    }

    /** So many lines of either text are dealt with. */
    private record Point(int from, int to) {}

    /**
     * The search from one point on. A diagonal is where so many more lines of the first text than of the second are
     * dealt with.
     */
    private static final class Search {
        private final List<String> old;
        private final List<String> changed;
        private final Point start;

        /** By the number of edits: the lines of the first text that are dealt with on every other diagonal. */
        private final List<int[]> reached = new ArrayList<>();

        Search(List<String> old, List<String> changed, Point start) {
            this.old = old.subList(start.from, old.size());
            this.changed = changed.subList(start.to, changed.size());
            this.start = start;
        }

        /** Writes down the edits that are found, and returns where they end. */
        Point into(LineMatch match) {
            int last = diagonal();
            int edits = reached.size() - 1;
            int end = reached(edits, last);
            for (int diagonal = last; edits > 0; edits--) {
                int added = afterAdded(edits, diagonal);
                int removed = afterRemoved(edits, diagonal);
                if (added >= removed) {
                    match.added.set(start.to + added - diagonal - 1);
                    diagonal++;
                } else {
                    match.removed.set(start.from + removed - 1);
                    diagonal--;
                }
            }
            return new Point(start.from + end, start.to + end - last);
        }

        /** The diagonal on which the search ends. */
        private int diagonal() {
            int same = same(0, 0);
            reached.add(new int[] {same});
            if (same > 0) {
                return 0;
            }
            while (true) {
                int edits = reached.size();
                int[] row = new int[edits + 1];
                reached.add(row);
                int best = -edits;
                for (int i = 0; i <= edits; i++) {
                    int diagonal = 2 * i - edits;
                    int from = Math.max(afterAdded(edits, diagonal), afterRemoved(edits, diagonal));
                    row[i] = from == UNREACHABLE ? UNREACHABLE : same(from, from - diagonal);
                    if (isAgreed(from, row[i], diagonal)) {
                        return diagonal;
                    }
                    if (2 * row[i] - diagonal > 2 * reached(edits, best) - best) {
                        best = diagonal;
                    }
                }
                if (edits == MOST_EDITS) {
                    return best;
                }
            }
        }

        /** After the lines from there on that are the same. */
        private int same(int from, int to) {
            int end = from;
            while (end < old.size()
                    && end - from + to < changed.size()
                    && old.get(end).equals(changed.get(end - from + to))) {
                end++;
            }
            return end;
        }

        private boolean isAgreed(int from, int end, int diagonal) {
            return end != UNREACHABLE
                    && (end - from >= AGREED || (end == old.size() && end - diagonal == changed.size()));
        }

        private int afterAdded(int edits, int diagonal) {
            int from = reached(edits - 1, diagonal + 1);
            return from - diagonal <= changed.size() ? from : UNREACHABLE;
        }

        private int afterRemoved(int edits, int diagonal) {
            int from = reached(edits - 1, diagonal - 1);
            return from == UNREACHABLE || from == old.size() ? UNREACHABLE : from + 1;
        }

        private int reached(int edits, int diagonal) {
            return Math.abs(diagonal) > edits ? UNREACHABLE : reached.get(edits)[(diagonal + edits) / 2];
        }
    }
}
