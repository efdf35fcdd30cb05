package io.sidecarfirst.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known word was probably meant. */
final class Spelling {
    /** More letters than these are no slip. */
    private static final int SLIP = 2;

    private Spelling() {}

    static Optional<String> meant(String word, Collection<String> known) {
        return known.stream()
                .filter(one -> distance(word, one) <= Math.min(SLIP, (one.length() - 1) / 2))
                .min(Comparator.comparingInt(one -> distance(word, one)));
    }

    /** How many letters have to be put in, taken out or replaced: Levenshtein's distance. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
