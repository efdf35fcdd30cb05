package io.sidecarfirst.apiserver;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A problem of something that goes on whatever happens. It is logged once, for as long as it stays the same, and so is
 * its end.
 */
public final class RecurringProblem {
    private final Logger log;
    private final String what;
    private final String end;
    private @Nullable String reported;

    /**
     * @param what what cannot be done, and what becomes of that; the reason follows it
     * @param end that it can be done again
     */
    public RecurringProblem(Logger log, String what, String end) {
        this.log = log;
        this.what = what;
        this.end = end;
    }

    /** It is there; with a stack trace, unless the API server is what it comes from. */
    public void because(RuntimeException e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(reported)) {
            reported = reason;
            log.warn("{}: {}", what, reason, e instanceof ApiServerException ? null : e);
        }
    }

    /** It is not there. */
    public void isOver() {
        if (reported != null) {
            reported = null;
            log.info("{}", end);
        }
    }
}
