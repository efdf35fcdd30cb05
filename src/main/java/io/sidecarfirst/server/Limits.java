package io.sidecarfirst.server;

import java.time.Duration;

/**
 * What one request, and all of them together, may cost.
 *
 * @param bodyBytes the largest body, in bytes; 1..1 GiB. An API server takes objects of about 3 MiB
 * @param readTimeout how long a body may take to arrive, and its answer to be read
 * @param inFlight how many requests whose bodies have arrived may be in flight at once; 1..100000
 * @param heapBytes how large the heap may become; bodies and connections have their parts of it
 */
public record Limits(int bodyBytes, Duration readTimeout, int inFlight, long heapBytes) {

    /** 8 MiB. */
    public static final int DEFAULT_BODY_BYTES = 8 << 20;

    /** No admission webhook may take longer than 30 seconds. */
    public static final int DEFAULT_READ_TIMEOUT_SECONDS = 10;

    /** Far more than a few API servers send at once. */
    public static final int DEFAULT_IN_FLIGHT = 256;

    /** What holds where nothing is configured. */
    public static final Limits DEFAULTS =
            new Limits(DEFAULT_BODY_BYTES, Duration.ofSeconds(DEFAULT_READ_TIMEOUT_SECONDS), DEFAULT_IN_FLIGHT);

    /**
     * Those of a server that has this JVM's heap to itself.
     *
     * @throws IllegalArgumentException for a value out of range; the message names the setting
     */
    public Limits(int bodyBytes, Duration readTimeout, int inFlight) {
        this(bodyBytes, readTimeout, inFlight, Runtime.getRuntime().maxMemory());
    }

    /** @throws IllegalArgumentException for a value out of range; the message names the setting */
    public Limits {
        if (bodyBytes < 1 || bodyBytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "max-body-bytes: " + bodyBytes + " is out of range; allowed: 1.." + (1 << 30));
        }
        if (readTimeout.isNegative() || readTimeout.isZero() || readTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "read-timeout-seconds: " + readTimeout.toSeconds() + " is out of range; allowed: 1..600");
        }
        if (inFlight < 1 || inFlight > 100_000) {
            throw new IllegalArgumentException("max-in-flight: " + inFlight + " is out of range; allowed: 1..100000");
        }
    }
}
