package io.sidecarfirst.gate.options;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A netcat that listens and does not connect, as its flag {@code -l} says: {@code nc -l -s 127.0.0.1 -p 8080}, {@code
 * nc -lk 127.0.0.1 8080}.
 *
 * @see <a href="https://man.openbsd.org/nc.1">nc</a>, of OpenBSD
 * @see <a href="https://nmap.org/book/ncat-man.html">ncat</a>
 */
final class Netcat {
    private static final Set<String> PROGRAMS = Set.of("nc", "ncat", "netcat");

    private static final Pattern LISTEN = Pattern.compile("-[A-Za-z46]*l[A-Za-z46]*|--listen");

    /** Flags before a number that is a port; before another one, such as {@code -w 5}, stands another flag. */
    private static final Pattern BEFORE_PORT =
            Pattern.compile("-[A-Za-z46]*[lp][A-Za-z46]*|--listen|--source-port|[^-].*");

    private Netcat() {}

    /** What it listens on, with its port; without a host where that is all addresses. */
    static Optional<String> listened(Invocation invocation) {
        List<String> words = invocation.arguments();
        if (!PROGRAMS.contains(invocation.program())
                || words.stream().noneMatch(word -> LISTEN.matcher(word).matches())) {
            return Optional.empty();
        }
        String host = words.stream()
                .filter(word -> !Options.isNumber(word) && LoopbackAddress.isAddress(word))
                .findFirst()
                .orElse("");
        for (int i = 1; i < words.size(); i++) {
            if (Options.isNumber(words.get(i))
                    && BEFORE_PORT.matcher(words.get(i - 1)).matches()) {
                return Optional.of((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + words.get(i));
            }
        }
        return Optional.empty();
    }
}
