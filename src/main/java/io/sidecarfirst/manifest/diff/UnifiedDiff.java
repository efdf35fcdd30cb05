package io.sidecarfirst.manifest.diff;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * Two texts as a unified diff.
 *
 * @see <a href="https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html">the unified format</a>
 */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final String OPEN_END = "\n\\ No newline at end of file";

    private UnifiedDiff() {}

    /**
     * The diff, its lines ended with {@code \n}; empty where the texts are the same. The time that it takes grows as
     * the texts do, however many places differ.
     *
     * @param name of the file, which stands in both headers, so that {@code patch -p0} finds it
     */
    public static String of(String name, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        List<String> old = lines(before);
        List<String> changed = lines(after);
        Patch<String> patch = patch(LineMatch.of(old, changed), old, changed);
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(name, name, old, patch, CONTEXT)) + "\n";
    }

    private static Patch<String> patch(LineMatch match, List<String> old, List<String> changed) {
        Patch<String> patch = new Patch<>();
        int from = 0;
        int to = 0;
        while (from < old.size() || to < changed.size()) {
            int fromEnd = match.removed().nextClearBit(from);
            int toEnd = match.added().nextClearBit(to);
            if (fromEnd > from || toEnd > to) {
                patch.addDelta(new ChangeDelta<>(chunk(old, from, fromEnd), chunk(changed, to, toEnd)));
                from = fromEnd;
                to = toEnd;
            } else {
                from++;
                to++;
            }
        }
        return patch;
    }

    private static Chunk<String> chunk(List<String> lines, int start, int end) {
        return new Chunk<>(start, lines.subList(start, end));
    }

    /** The lines without their {@code \n}; a carriage return is part of the line. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start) + OPEN_END);
        }
        return lines;
    }
}
