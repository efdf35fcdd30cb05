package io.sidecarfirst.cli.audit;

import java.io.PrintStream;
import java.util.Locale;

/** A line on a terminal that says how far a long work is, and goes away at its end. */
final class Progress implements AutoCloseable {
    /** As many as a page holds. */
    private static final int STEP = 500;

    /** Standard error as it is: the line is drawn over. */
    private final PrintStream out = System.err;

    private final boolean shown;
    private long pods;

    /** @param shown whether a person sees it at once */
    Progress(boolean shown) {
        this.shown = shown;
    }

    /** One more. */
    void pod() {
        pods++;
        if (shown && pods % STEP == 0) {
            out.printf(Locale.ROOT, "\r%,d Pods", pods);
            out.flush();
        }
    }

    @Override
    public void close() {
        done();
    }

    /** Takes the line away. */
    void done() {
        if (shown && pods >= STEP) {
            pods = 0;
            out.print("\r\u001B[K");
            out.flush();
        }
    }
}
