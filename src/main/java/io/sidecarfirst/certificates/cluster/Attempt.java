package io.sidecarfirst.certificates.cluster;

import java.time.Duration;

/** What one look at the cluster came to, and so when to look again. */
enum Attempt {
    /** Something was written; what came of it is to be read back. */
    WROTE(Duration.ZERO),
    /** Something is not there yet, or somebody else was faster. */
    UNFINISHED(Duration.ofSeconds(1)),
    /** The API server did not do its part. */
    FAILED(Duration.ofSeconds(3)),
    /** All is as it should be. */
    DONE(Duration.ofSeconds(10));

    private final Duration pause;

    Attempt(Duration pause) {
        this.pause = pause;
    }

    Duration pause() {
        return pause;
    }
}
