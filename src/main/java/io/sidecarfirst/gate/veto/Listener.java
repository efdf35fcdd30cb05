package io.sidecarfirst.gate.veto;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An address that a container is told to listen on, as far as its options show.
 *
 * @param loopback whether only the Pod itself can connect
 * @param origin the option that says so, for a person
 */
record Listener(boolean loopback, String origin) {

    /** Names of options that hold a host, and of those that hold its port: a pair has the same prefix. */
    private static final Pattern HOST_NAME = Pattern.compile(
            "(?:(.*)-)?(?:(?:listen|bind)-(?:address|addr|host|ip)|address|addr|host|ip|bind|listen|interface)");

    private static final Pattern PORT_NAME = Pattern.compile("(?:(.*)-)?(?:(?:listen|bind)-)?port");

    private static final Pattern HOST = Pattern.compile("[a-z0-9._*-]+|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    /** Longer than any host name's label and any IPv6 address that one would write here. */
    private static final int MAX_HOST_LENGTH = 64;

    /** Flags that are about listening and nothing else. */
    private static final Set<String> BINDING =
            Set.of("bind", "bind-address", "bind-addr", "bind-host", "listen-address", "listen-addr", "listen-host");

    /** What listens on that port, in the order of the options. */
    static List<Listener> on(int port, Options options) {
        Set<Pair> pairs = pairs(port, options);
        return options.all().stream()
                .filter(option -> !connects(option.name()))
                .flatMap(option -> Stream.concat(inOneToken(option, port), asPair(option, pairs)))
                .toList();
    }

    /** What the names of a host and its port have in common. */
    private record Pair(boolean environment, String prefix) {}

    /** Those with this port; found once, because a hostile Pod may hold a hundred thousand options. */
    private static Set<Pair> pairs(int port, Options options) {
        String number = Integer.toString(port);
        return options.all().stream()
                .filter(option -> option.value().equals(number))
                .flatMap(option -> pair(option, PORT_NAME).stream())
                .collect(Collectors.toSet());
    }

    private static Optional<Pair> pair(Options.Option option, Pattern name) {
        Matcher matcher = name.matcher(option.name());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String prefix = Optional.ofNullable(matcher.group(1)).orElse("").replaceAll("(^|-)(listen|bind)$", "");
        return option.environment() && !OptionWords.OWN_PREFIXES.contains(prefix)
                ? Optional.empty()
                : Optional.of(new Pair(option.environment(), prefix));
    }

    /**
     * An option that binds to loopback without saying which port: the program's own, if it has just one. Where any
     * option names a port, this is not known.
     */
    static Optional<Listener> onLoopbackOnly(Options options) {
        boolean portless = options.all().stream()
                .noneMatch(option -> PORT_NAME.matcher(option.name()).matches());
        return options.all().stream()
                .filter(option -> portless && !option.environment() && BINDING.contains(option.name()))
                .filter(option -> Address.isLoopbackHost(option.value()))
                .map(option -> new Listener(true, option.describe()))
                .findFirst();
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
        if (address.scheme().isEmpty() && address.path().isEmpty()) {
            return true;
        }
        return hasWord(option.name(), OptionWords.LISTENING)
                || (hasWord(option.name(), OptionWords.ADDRESS)
                        && (!option.environment() || option.name().endsWith("http-address")));
    }

    private static Stream<Listener> asPair(Options.Option option, Set<Pair> pairs) {
        return pair(option, HOST_NAME)
                .filter(pair -> pairs.contains(pair)
                        && option.value().length() <= MAX_HOST_LENGTH
                        && HOST.matcher(option.value()).matches())
                .map(pair -> new Listener(Address.isLoopback(option.value()), option.describe()))
                .stream();
    }

    private static boolean connects(String name) {
        return hasWord(name, OptionWords.CONNECTING) && !hasWord(name, OptionWords.LISTENING);
    }

    private static boolean hasWord(String name, Set<String> words) {
        return Arrays.stream(name.split("-", -1)).anyMatch(words::contains);
    }
}
