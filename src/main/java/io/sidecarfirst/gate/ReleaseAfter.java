package io.sidecarfirst.gate;

/**
 * How long a Pod may wait on a gate, from the first start of the sidecar on, before the gate is given up, in seconds; 0
 * for ever.
 *
 * @param guessedSeconds where the gate was guessed from a declared port; 0..2147483647
 * @param statedSeconds where the sidecar's author has stated it by a probe; 0..2147483647
 */
public record ReleaseAfter(int guessedSeconds, int statedSeconds) {
    /** What is guessed is given up after two minutes, what is stated never. */
    public static final ReleaseAfter DEFAULTS = new ReleaseAfter(120, 0);

    /** @throws IllegalArgumentException for a value out of range; the message names the setting */
    public ReleaseAfter {
        require(WellKnown.RELEASE_AFTER_SECONDS, guessedSeconds);
        require("release-stated-after-seconds", statedSeconds);
    }

    private static void require(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    name + ": " + value + " is out of range; allowed: 0.." + Integer.MAX_VALUE);
        }
    }

    /**
     * How long it is for one gate. Where an annotation asks for the gate, only an annotation gives it up.
     *
     * @param source what the gate is derived from
     * @param asked what the Pod's annotations ask for the sidecar
     */
    public int seconds(SourceKind source, SidecarOverrides asked) {
        if (asked.releaseAfterSeconds() != null) {
            return asked.releaseAfterSeconds();
        }
        if (asked.asksForGate()) {
            return 0;
        }
        return source == SourceKind.PORT ? guessedSeconds : statedSeconds;
    }
}
