package io.sidecarfirst.gate.veto;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address that a container is told to listen on, as far as its options show.
 *
 * @param loopback whether only the Pod itself can connect
 * @param origin the option that says so, for a person
 */
record Listener(boolean loopback, String origin) {

    /** Words in an option's name that mean another program's address: what is connected to, not listened on. */
    private static final Set<String> ELSEWHERE = Set.of(
            "upstream",
            "upstreams",
            "target",
            "targets",
            "backend",
            "backends",
            "forward",
            "remote",
            "connect",
            "dest",
            "destination",
            "origin",
            "endpoint",
            "endpoints",
            "peer",
            "peers",
            "proxy",
            "url",
            "uri",
            "client",
            "broker",
            "brokers",
            "scrape",
            "to",
            "db",
            "database",
            "redis",
            "collector",
            "exporter",
            "seed",
            "seeds",
            "join");

    /** Words that mean listening, whatever else the name says. */
    private static final Set<String> HERE = Set.of("listen", "listener", "bind", "serve");

    /** Words that may come with a scheme and still mean listening: {@code --http-address=http://127.0.0.1:4180}. */
    private static final Set<String> ADDRESS = Set.of("address", "addr", "listen", "listener", "bind", "serve");

    /** The ends of names that hold a host, and of those that hold its port: a pair has the same beginning. */
    private static final Pattern HOST_NAME = Pattern.compile(
            "(.*?)-?(?:(?:listen|bind)-(?:address|addr|host|ip)|address|addr|host|ip|bind|listen|interface)");

    private static final Pattern PORT_NAME = Pattern.compile("(.*?)-?(?:(?:listen|bind)-)?port");

    private static final Pattern HOST = Pattern.compile("[a-z0-9._*-]+|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    /** What listens on that port, in the order of the options. */
    static List<Listener> on(int port, Options options) {
        return options.all().stream()
                .filter(option -> !connects(option.name()))
                .flatMap(option -> Stream.concat(inOneToken(option, port), asPair(option, port, options)))
                .toList();
    }

    private static Stream<Listener> inOneToken(Options.Option option, int port) {
        return Arrays.stream(option.value().split(",", -1))
                .map(Address::parse)
                .flatMap(Optional::stream)
                .filter(address -> address.port() == port && isListened(option, address))
                .map(address -> new Listener(address.loopback(), option.describe()));
    }

    /** A URL, with a scheme or with a path, is where a client goes, unless the option's name says otherwise. */
    private static boolean isListened(Options.Option option, Address address) {
        return (address.scheme().isEmpty() && address.path().isEmpty()) || hasWord(option.name(), ADDRESS);
    }

    private static Stream<Listener> asPair(Options.Option option, int port, Options options) {
        Matcher host = HOST_NAME.matcher(option.name());
        if (!host.matches() || !HOST.matcher(option.value()).matches()) {
            return Stream.empty();
        }
        return options.all().stream()
                .filter(other -> other.environment() == option.environment())
                .filter(other -> other.value().equals(Integer.toString(port)))
                .filter(other -> {
                    Matcher name = PORT_NAME.matcher(other.name());
                    return name.matches() && name.group(1).equals(host.group(1));
                })
                .limit(1)
                .map(other -> new Listener(Address.isLoopback(option.value()), option.describe()));
    }

    private static boolean connects(String name) {
        return hasWord(name, ELSEWHERE) && !hasWord(name, HERE);
    }

    private static boolean hasWord(String name, Set<String> words) {
        return Arrays.stream(name.split("-", -1)).anyMatch(words::contains);
    }
}
