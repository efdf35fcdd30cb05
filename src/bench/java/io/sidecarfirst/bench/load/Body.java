package io.sidecarfirst.bench.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A review that is posted. */
public final class Body {
    // Before the constants, which are made with it.
    private static final Pattern NAME = Pattern.compile("(\\d{1,2}):(\\d{1,4})([km]?)");

    /** One sidecar, 6 kB: a usual Pod. */
    public static final Body TYPICAL = parse("1:6k");

    /** Four sidecars, 33 kB. */
    public static final Body LARGE = parse("4:33k");

    private final String name;
    private final byte[] bytes;
    private final boolean expectsPatch;

    private Body(String name, byte[] bytes, boolean expectsPatch) {
        this.name = name;
        this.bytes = bytes;
        this.expectsPatch = expectsPatch;
    }

    /**
     * The review of that name.
     *
     * @param name SIDECARS:BYTES, with {@code k} for a thousand and {@code m} for a million bytes
     * @throws IllegalArgumentException if it is no such name
     */
    public static Body parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name + ": want SIDECARS:BYTES, such as 1:6k, 4:33k or 4:3m");
        }
        int sidecars = Integer.parseInt(matcher.group(1));
        int unit = switch (matcher.group(3)) {
            case "k" -> 1_000;
            case "m" -> 1_000_000;
            default -> 1;
        };
        return new Body(name, Reviews.of(sidecars, Integer.parseInt(matcher.group(2)) * unit), sidecars > 0);
    }

    /** The AdmissionReview as JSON; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether a right answer has a patch: there are sidecars, and each can be gated. */
    public boolean expectsPatch() {
        return expectsPatch;
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
