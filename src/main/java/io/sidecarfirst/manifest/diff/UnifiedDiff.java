package io.sidecarfirst.manifest.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
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
     * The diff, its lines ended with {@code \n}; empty where the texts are the same.
     *
     * @param name of the file, which stands in both headers, so that {@code patch -p0} finds it
     */
    public static String of(String name, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        List<String> old = lines(before);
        List<String> changed = lines(after);
        Patch<String> patch = joined(DiffUtils.diff(old, changed, new MyersDiffWithLinearSpace<>()), old, changed);
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(name, name, old, patch, CONTEXT)) + "\n";
    }

    /** The algorithm puts added lines before the removed ones in their place; {@code diff} does it the other way. */
    private static Patch<String> joined(Patch<String> patch, List<String> old, List<String> changed) {
        Patch<String> joined = new Patch<>();
        Span from = new Span(0, 0);
        Span to = new Span(0, 0);
        boolean any = false;
        for (AbstractDelta<String> delta : patch.getDeltas()) {
            Span source = Span.of(delta.getSource());
            Span target = Span.of(delta.getTarget());
            if (any && source.start() <= from.end()) {
                from = from.with(source);
                to = to.with(target);
                continue;
            }
            if (any) {
                joined.addDelta(from.changedTo(to, old, changed));
            }
            any = true;
            from = source;
            to = target;
        }
        joined.addDelta(from.changedTo(to, old, changed));
        return joined;
    }

    /** Lines, from one to before another. */
    private record Span(int start, int end) {
        static Span of(Chunk<String> chunk) {
            return new Span(chunk.getPosition(), chunk.getPosition() + chunk.size());
        }

        Span with(Span other) {
            return new Span(Math.min(start, other.start), Math.max(end, other.end));
        }

        AbstractDelta<String> changedTo(Span to, List<String> old, List<String> changed) {
            return new ChangeDelta<>(chunk(old), to.chunk(changed));
        }

        private Chunk<String> chunk(List<String> lines) {
            return new Chunk<>(start, lines.subList(start, end));
        }
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
