package io.sidecarfirst.manifest.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
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
        Patch<String> patch = DiffUtils.diff(old, lines(after), new MyersDiffWithLinearSpace<>());
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(name, name, old, patch, CONTEXT)) + "\n";
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
