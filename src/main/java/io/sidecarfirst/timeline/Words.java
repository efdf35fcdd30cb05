package io.sidecarfirst.timeline;

import io.sidecarfirst.terminal.Printable;
import io.sidecarfirst.terminal.Redaction;
import io.sidecarfirst.terminal.Shortened;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Durations, counts and lists in words, and other people's text made safe for a terminal. */
final class Words {
    /** How much of what a cluster says is repeated, in characters. */
    static final int MESSAGE = 300;

    /** The same for a reason, which is a word or a few. */
    static final int REASON = 80;

    /** The longest name in Kubernetes, in characters. */
    static final int NAME = 253;

    private Words() {}

    /**
     * {@code 9 s}, {@code 1 min 40 s}, {@code 2 h 5 min}, {@code 3 d 4 h}.
     *
     * @param fine whether tenths of a second say something
     */
    static String duration(Duration duration, boolean fine) {
        long millis = duration.toMillis();
        if (millis < 60_000) {
            return fine ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0) : (millis + 500) / 1000 + " s";
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 86_400
                ? two(seconds / 3600, "h", seconds % 3600 / 60, "min")
                : two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String two(long large, String unit, long small, String smaller) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
    }

    /** The text with a full stop at its end, if it has none. */
    static String sentence(String text) {
        return text.endsWith("…") || text.endsWith(".") ? text : text + ".";
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b and 4 more}. */
    static String list(List<String> names) {
        if (names.size() <= 1) {
            return String.join("", names);
        }
        int shown = names.size() > 3 ? 2 : names.size() - 1;
        String last = names.size() > 3 ? names.size() - 2 + " more" : names.get(shown);
        return String.join(", ", names.subList(0, shown)) + " and " + last;
    }

    static String times(int count) {
        return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
    }

    /** One line that can be printed and has no secrets, at most that long; white space of any kind is one blank. */
    static String line(String text, int longest) {
        return cut(Printable.line(Redaction.of(text).strip().replaceAll("\\p{javaWhitespace}+", " ")), longest);
    }

    /** The text, or as much of it as fits and an ellipsis. */
    static String cut(String text, int longest) {
        return Shortened.atEnd(text, longest, "…");
    }
}
