package io.sidecarfirst.gate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The parts of an image reference: {@code registry/repository:tag@digest}. */
public final class ImageReference {
    /** The version at the start of a tag: {@code v1.2.3-alpine}, {@code 0.70}. */
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9}){0,3})(?![0-9a-z.]).*");

    private ImageReference() {}

    /** Without tag and digest. */
    public static String repository(String reference) {
        String named = reference.substring(0, indexOrEnd(reference, '@', 0));
        return named.substring(0, indexOrEnd(named, ':', named.lastIndexOf('/')));
    }

    /** The tag; empty where there is none, as by digest alone. */
    public static Optional<String> tag(String reference) {
        String named = reference.substring(0, indexOrEnd(reference, '@', 0));
        int colon = indexOrEnd(named, ':', named.lastIndexOf('/'));
        return colon == named.length() ? Optional.empty() : Optional.of(named.substring(colon + 1));
    }

    /** The version that the tag says; empty where it says none. */
    public static Optional<List<Integer>> version(String reference) {
        return tag(reference).flatMap(ImageReference::numbers);
    }

    /** The numbers of a version. */
    public static Optional<List<Integer>> numbers(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.matches()
                ? Optional.of(Arrays.stream(matcher.group(1).split("\\.", -1))
                        .map(Integer::valueOf)
                        .toList())
                : Optional.empty();
    }

    /** Whether the first is the older version; numbers that are not there count as equal. */
    public static boolean isBefore(List<Integer> version, List<Integer> other) {
        int order = IntStream.range(0, Math.min(version.size(), other.size()))
                .map(i -> version.get(i).compareTo(other.get(i)))
                .filter(difference -> difference != 0)
                .findFirst()
                .orElse(0);
        return order < 0;
    }

    private static int indexOrEnd(String text, char c, int from) {
        int index = text.indexOf(c, from);
        return index < 0 ? text.length() : index;
    }
}
