package io.sidecarfirst.gate;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The port of a probe: a number, or the name of a port of the same container.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/">Probes</a>
 */
public sealed interface PortReference {

    /** Any number in the range of ports. */
    record ByNumber(int value) implements PortReference {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /** A name; whether the container declares it is another question. */
    record ByName(String value) implements PortReference {
        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    /** The largest port number there is. */
    int MAX = 65535;

    /** IANA_SVC_NAME, as the API server checks it: at most 15 of a-z, 0-9 and single inner dashes, with a letter. */
    Pattern NAME = Pattern.compile("(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

    /** Reads a probe's field. A text of digits is a number: the kubelet takes it so when no port has that name. */
    static Optional<PortReference> of(JsonNode node) {
        if (node.isString()) {
            String text = node.stringValue();
            Optional<PortReference> number = number(text);
            return number.isPresent() || text.isEmpty() ? number : Optional.of(new ByName(text));
        }
        int number = Json.positive(node, 0);
        return number == 0 || number > MAX ? Optional.empty() : Optional.of(new ByNumber(number));
    }

    /** Reads what a person wrote: empty if it is neither a number in range nor a valid port name. */
    static Optional<PortReference> parse(String text) {
        Optional<PortReference> number = number(text);
        return number.isPresent() || !NAME.matcher(text).matches() ? number : Optional.of(new ByName(text));
    }

    private static Optional<PortReference> number(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return Optional.empty();
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            number = 10 * number + c - '0';
        }
        return number == 0 || number > MAX ? Optional.empty() : Optional.of(new ByNumber(number));
    }
}
