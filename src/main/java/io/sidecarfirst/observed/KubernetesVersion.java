package io.sidecarfirst.observed;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Kubernetes 1: as much of it as is needed to tell in which versions a fault is.
 *
 * @param minor the 34 of 1.34.2
 * @param patch the 2 of 1.34.2; 0 for a pre-release
 */
public record KubernetesVersion(int minor, int patch) implements Comparable<KubernetesVersion> {
    private static final Comparator<KubernetesVersion> ORDER =
            Comparator.comparingInt(KubernetesVersion::minor).thenComparingInt(KubernetesVersion::patch);

    private static final Pattern FORM = Pattern.compile("v?1\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:[-+].*)?");

    /** Reads {@code v1.34.2}, {@code 1.34}, {@code v1.33.5-eks-1234} and the like; empty for anything else. */
    public static Optional<KubernetesVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new KubernetesVersion(
                        Integer.parseInt(matcher.group(1)),
                        matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(KubernetesVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "1." + minor + "." + patch;
    }
}
