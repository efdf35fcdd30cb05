package io.sidecarfirst.policy;

import io.sidecarfirst.terminal.Wrapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * YAML with places for values; {@code policy.yaml} says at its head how they are written.
 *
 * @param text without the comments for maintainers, and with each continued line in one
 */
record Template(String text) {
    /** Printed comments are wrapped at that many columns. */
    private static final int WIDTH = 118;

    private static final Pattern NOTE = Pattern.compile("(?m)^ *##.*\n");
    private static final Pattern CONTINUATION = Pattern.compile("\\\\\n *");
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^{}:\\n]+)(?::-([^{}\\n]*))?}");
    private static final Pattern COMMENT = Pattern.compile(" *# (- )?");

    /** @throws IllegalArgumentException for a <code>${</code> that begins no place */
    Template {
        text = CONTINUATION.matcher(NOTE.matcher(text).replaceAll("")).replaceAll("");
        String between = PLACE.matcher(text).replaceAll("");
        int broken = between.indexOf("${");
        if (broken >= 0) {
            throw new IllegalArgumentException(
                    "no place: " + between.substring(broken).lines().findFirst().orElse(""));
        }
    }

    /** The template in a resource beside this class. */
    static Template read(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text with these values. Where a value is empty, the place's default stands. The lines of a value are indented
     * as the line that it stands in; comments that get too long are wrapped.
     *
     * @throws IllegalArgumentException if a place has no value, or a value no place
     */
    String fill(Map<String, String> values) {
        Set<String> unused = new TreeSet<>(values.keySet());
        String filled = text.lines()
                .map(line -> PLACE.matcher(line).replaceAll(place -> {
                    unused.remove(place.group(1));
                    return Matcher.quoteReplacement(value(place, values).replace("\n", "\n" + indentation(line)));
                }))
                .flatMap(String::lines)
                .map(Template::wrapped)
                .collect(Collectors.joining("\n", "", "\n"));
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("no place for " + String.join(", ", unused));
        }
        return filled;
    }

    private static String value(MatchResult place, Map<String, String> values) {
        String value = values.get(place.group(1));
        if (value == null) {
            throw new IllegalArgumentException("no value for " + place.group());
        }
        return value.isEmpty() && place.group(2) != null ? place.group(2) : value;
    }

    private static String indentation(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }

    private static String wrapped(String line) {
        Matcher comment = COMMENT.matcher(line);
        if (!comment.lookingAt()) {
            return line;
        }
        String start = comment.group();
        return start
                + String.join(
                        "\n" + start.replace('-', ' '),
                        Wrapping.lines(line.substring(comment.end()), WIDTH - start.length()));
    }
}
