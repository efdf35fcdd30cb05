package io.sidecarfirst.cli.audit;

import java.io.PrintStream;
import java.util.Locale;

/** A line on a terminal that counts Pods while they are read, and is removed at the end. */
final class Progress implements AutoCloseable {
    /** As many as a page of a list holds. */
    private static final int STEP = 500;

    /** Standard error as it is: the line is written over. */
    private final PrintStream out = System.err;

    private final boolean isShown;
    private long pods;

    /** @param isShown whether a person sees it at once, on a terminal */
    Progress(boolean isShown) {
        this.isShown = isShown;
    }

    /** Counts one more. */
    void pod() {
        pods++;
        if (isShown && pods % STEP == 0) {
            out.printf(Locale.ROOT, "\r%,d Pods", pods);
            out.flush();
        }
    }

    @Override
    public void close() {
        done();
    }

    /** Removes the line. */
    void done() {
        if (isShown && pods >= STEP) {
            pods = 0;
            out.print("\r\u001B[K");
            out.flush();
        }
    }
}
