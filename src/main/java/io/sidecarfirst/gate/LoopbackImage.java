package io.sidecarfirst.gate;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A program that listens on loopback unless it is told otherwise.
 *
 * @param name the last part of the image's repository, without tag or digest
 * @param overrides how it is told otherwise: flags ({@code --address}), environment variables ({@code
 *     CSQL_PROXY_ADDRESS}), or what stands before an address in an argument ({@code ?address=}); they count where their
 *     value is not loopback
 */
public record LoopbackImage(String name, List<String> overrides) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*");

    /**
     * The programs known to do so, from their own documentation.
     *
     * @see <a href="https://github.com/GoogleCloudPlatform/cloud-sql-proxy">Cloud SQL Auth Proxy</a>: "listens on
     *     localhost"; {@code --address}, or {@code ?address=} for one instance; version 1 was called gce-proxy
     * @see <a href="https://github.com/GoogleCloudPlatform/alloydb-auth-proxy">AlloyDB Auth Proxy</a>
     */
    public static final List<LoopbackImage> KNOWN = List.of(
            new LoopbackImage(
                    "cloud-sql-proxy", List.of("--address", "-a", "CSQL_PROXY_ADDRESS", "?address=", "&address=")),
            new LoopbackImage("gce-proxy", List.of("=tcp:")),
            new LoopbackImage(
                    "alloydb-auth-proxy",
                    List.of("--address", "-a", "ALLOYDB_PROXY_ADDRESS", "?address=", "&address=")));

    /** @throws IllegalArgumentException if the name cannot be the last part of an image's repository */
    public LoopbackImage {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "loopback-images: \"" + name + "\" is not the last part of an image's repository; "
                            + "allowed: a-z, 0-9 and single separators . _ -");
        }
        overrides = List.copyOf(overrides);
    }

    /**
     * Reads {@code name} or {@code name=override,override}, the form of the setting.
     *
     * @throws IllegalArgumentException if the name cannot be used
     */
    public static LoopbackImage parse(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new LoopbackImage(text, List.of())
                : new LoopbackImage(
                        text.substring(0, equals),
                        Arrays.stream(text.substring(equals + 1).split(",", -1))
                                .map(String::trim)
                                .filter(override -> !override.isEmpty())
                                .toList());
    }

    /** Whether an image reference is of this program, whatever its registry, tag and digest. */
    public boolean matches(String image) {
        String repository = image.substring(0, indexOrEnd(image, '@'));
        String last = repository.substring(repository.lastIndexOf('/') + 1);
        return last.substring(0, indexOrEnd(last, ':')).equals(name);
    }

    private static int indexOrEnd(String text, char c) {
        int index = text.indexOf(c);
        return index < 0 ? text.length() : index;
    }
}
