package io.sidecarfirst.manifest;

/** Whether one text is another with something put in between. */
public final class AddedText {
    private AddedText() {}

    /**
     * Whether taking characters away from the longer text gives the shorter one: then the shorter is a subsequence of
     * it, and nothing of it was lost or moved.
     */
    public static boolean onlyAdds(String before, String after) {
        int found = 0;
        for (int i = 0; i < after.length() && found < before.length(); i++) {
            if (after.charAt(i) == before.charAt(found)) {
                found++;
            }
        }
        return found == before.length();
    }
}
