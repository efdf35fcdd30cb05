package io.sidecarfirst.policy;

/** Prose in YAML. */
final class Comment {
    private static final int WIDTH = 118;

    private Comment() {}

    /**
     * Prose as comment lines of at most 118 characters, each with its line break.
     *
     * @param first how the first line begins, such as {@code "# - "}
     * @param next how the others begin
     */
    static String of(String first, String next, String prose) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        boolean fresh = true;
        for (String word : prose.split("\\s+", -1)) {
            if (!fresh && line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder(next);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        return lines.append(line).append('\n').toString();
    }
}
