package io.sidecarfirst.terminal;

/** Texts that are too long for their place. A character of two {@code char}s is left out or there, never half of it. */
public final class Shortened {
    private static final String LEFT_OUT = "...";

    /** Of a longer one, such as a path, a part is better than nothing. */
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
     * The text, or its beginning and twice as much of its end, where most messages say what went wrong. A word is left
     * out or there, unless it is a long one.
     *
     * @param longest in {@code char}s, at least 5
     */
    public static String inTheMiddle(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        String mark = " " + LEFT_OUT + " ";
        int room = longest - mark.length();
        int third = room / 3;
        int end = endOfWord(text, third);
        int again = startOfWord(text, text.length() - (room - third));
        return text.substring(0, isWithin(text, end) ? end - 1 : end)
                + mark
                + text.substring(isWithin(text, again) ? again + 1 : again);
    }

    /** The last end of a word up to there; there, if the word is a long one. */
    private static int endOfWord(String text, int index) {
        int blank = text.charAt(index) == ' ' ? index : text.lastIndexOf(' ', index - 1);
        return blank > 0 && index - blank <= LONGEST_WORD ? blank : index;
    }

    /** The first start of a word from there on; there, if the word is a long one. */
    private static int startOfWord(String text, int index) {
        int blank = text.indexOf(' ', index - 1);
        return blank >= 0 && blank + 1 - index <= LONGEST_WORD ? blank + 1 : index;
    }

    private static boolean isWithin(String text, int index) {
        return index > 0
                && index < text.length()
                && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    }
}
