package io.sidecarfirst.policy;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts of CEL with places for constants of the gate: <code>${place}</code>.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/">CEL in Kubernetes</a>
 */
final class Cel {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-zA-Z]+)}");

    private Cel() {}

    /**
     * Fills the places, given as name, value, name, value.
     *
     * @throws IllegalArgumentException if a place has no value
     */
    static String of(String text, Object... values) {
        return PLACE.matcher(text).replaceAll(match -> {
            for (int i = 0; i < values.length; i += 2) {
                if (values[i].equals(match.group(1))) {
                    return Matcher.quoteReplacement(values[i + 1].toString());
                }
            }
            throw new IllegalArgumentException("no value for " + match.group());
        });
    }

    /** A list of strings, in a stable order where the collection has none. */
    static String strings(Collection<String> values) {
        return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /** One of these words, for a regular expression; sorted. */
    static String anyOf(Collection<String> words) {
        return words.stream().sorted().map(Cel::literally).collect(Collectors.joining("|", "(", ")"));
    }

    /** A text that means itself in a regular expression: RE2 takes a backslash before every sign. */
    static String literally(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "\\\\$0");
    }

    /**
     * The number behind a probe's port, as a list of at most one: empty where it is a name that the container does not
     * declare.
     *
     * @param port an expression: the port, a number or a text
     * @param container an expression: the container
     */
    static String resolve(String port, String container) {
        return of("""
                (type(${port}) == int ? dyn([${port}])
                    : ${port}.matches(r'^[0-9]{1,5}$') ? dyn([int(${port})])
                    : dyn(${container}.?ports.orValue([]).filter(p, p.?name.orValue('') == ${port}).map(p, p.containerPort)))""", "port", port, "container", container);
    }
}
