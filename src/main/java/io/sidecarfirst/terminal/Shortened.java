package io.sidecarfirst.terminal;

/** Texts that are too long for their place. A character of two {@code char}s is left out or there, never half of it. */
public final class Shortened {
    private static final String LEFT_OUT = "...";

    /** In {@code char}s; a longer one is cut, so that something is left. */
    private static final int LONGEST_WORD = 20;

    private Shortened() {}

    /** The text, or as much of its beginning as fits. */
    public static String atEnd(String text, int longest) {
        return atEnd(text, longest, LEFT_OUT);
    }

    /**
     * The text, or as much of its beginning as fits.
     *
     * @param longest in {@code char}s, the mark included
     * @param mark says that something is left out
     */
    public static String atEnd(String text, int longest, String mark) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Math.max(0, longest - mark.length());
        return text.substring(0, isWithin(text, end) ? end - 1 : end) + mark;
    }

    /**
     * The text, or its beginning and twice as much of its end, where most messages say what went wrong. Words stay
     * whole where they are short.
     *
     * @param longest in {@code char}s, at least 5
     */
    public static String inTheMiddle(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        String mark = " " + LEFT_OUT + " ";
        int room = longest - mark.length();
        int end = room / 3;
        int again = text.length() - (room - end);
        return beforeWord(text, end) + mark + fromWord(text, again);
    }

    /** The text up to there, without the word that begins before and ends after. */
    private static String beforeWord(String text, int end) {
        int blank = text.lastIndexOf(' ', end);
        if (end - blank <= LONGEST_WORD && blank > 0) {
            return text.substring(0, blank).stripTrailing();
        }
        return text.substring(0, isWithin(text, end) ? end - 1 : end);
    }

    /** The text from there, without the word that began before. */
    private static String fromWord(String text, int start) {
        int blank = text.indexOf(' ', Math.max(0, start - 1));
        if (blank >= 0 && blank - start < LONGEST_WORD && blank < text.length() - 1) {
            return text.substring(blank).stripLeading();
        }
        return text.substring(isWithin(text, start) ? start + 1 : start);
    }

    private static boolean isWithin(String text, int index) {
        return index > 0
                && index < text.length()
                && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    }
}
