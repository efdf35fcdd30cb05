package io.sidecarfirst.terminal;

import java.util.ArrayList;
import java.util.List;

/** Numbers as a person says them. */
public final class Durations {
    private static final long[] SECONDS = {86_400, 3_600, 60, 1};
    private static final String[] UNITS = {"day", "hour", "minute", "second"};

    private Durations() {}

    /** A time in its two largest units: {@code 1 day}, {@code 1 minute 30 seconds}; seconds below 0 count as 0. */
    public static String seconds(long seconds) {
        long rest = Math.max(0, seconds);
        List<String> parts = new ArrayList<>(2);
        for (int i = 0; i < SECONDS.length; i++) {
            long count = rest / SECONDS[i];
            rest %= SECONDS[i];
            if (count > 0) {
                parts.add(count(count, UNITS[i]));
            }
            if (parts.size() == 2 || (!parts.isEmpty() && count == 0)) {
                break;
            }
        }
        return parts.isEmpty() ? "0 seconds" : String.join(" ", parts);
    }

    /** {@code 1 Pod}, {@code 2 Pods}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
