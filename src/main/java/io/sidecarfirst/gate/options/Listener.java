package io.sidecarfirst.gate.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
public record Listener(boolean loopback, String origin) {

    /** Names of options that hold a host, and of those that hold its port: a pair has the same prefix. */
    private static final Pattern HOST_NAME = Pattern.compile(
            "(?:(.*)-)?(?:(?:listen|bind)-(?:address|addr|host|ip)|address|addr|host|ip|bind|listen|interface)");

    private static final Pattern PORT_NAME = Pattern.compile("(?:(.*)-)?(?:(?:listen|bind)-)?port");

    /** Names of options that hold only a host, whatever the port. */
    private static final Pattern NO_PORT_NAME = Pattern.compile("(?:(.*)-)?(?:listen|bind)(?:-?(?:address|addr|host|ip|interface)(?:es|s)?)?"
            + "|(?:(.+)-)?(?:host|address|addr|interface)");

    private static final Pattern HOST = Pattern.compile("[a-z0-9._*-]+|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    /** Longer than any host name's label and any IPv6 address that one would write here. */
    private static final int MAX_HOST_LENGTH = 64;

    /** What listens on that port, in the order of the options. */
    public static List<Listener> on(int port, Options options) {
        Set<Pair> pairs = pairs(port, options);
        return Stream.concat(
                        options.all().stream()
                                .filter(option -> !connects(option.name()))
                                .flatMap(option -> Stream.concat(inOneToken(option, port), asPair(option, pairs))),
                        inConfigurations(port, options).stream())
                .toList();
    }

    /** What the configurations in the options bind on that port. */
    public static List<Listener> inConfigurations(int port, Options options) {
        return options.texts().stream()
                .filter(text -> InlineConfiguration.isOne(text.value()))
                .flatMap(text -> InlineConfiguration.on(port, text.value(), text.origin()).stream())
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
     * What listens without saying on which port: on all that no other option is about. The name says so by a word such as
     * {@code listen} or {@code bind}, or is about the program itself, such as {@code --host}; what is about a part of it,
     * such as {@code --metrics-host}, is about that part's port only.
     */
    public static List<Listener> onNoPort(int port, Options options) {
        Set<Pair> pairs = pairs(port, options);
        return Stream.concat(
                        options.all().stream()
                                .filter(option -> !connects(option.name()) && isOfAnyPort(option, pairs))
                                .flatMap(option -> hosts(option).stream()),
                        options.texts().stream()
                                .filter(text -> InlineConfiguration.isOne(text.value()))
                                .flatMap(text -> InlineConfiguration.onNoPort(text.value(), text.origin()).stream()))
                .toList();
    }

    private static boolean isOfAnyPort(Options.Option option, Set<Pair> pairs) {
        Matcher matcher = NO_PORT_NAME.matcher(option.name());
        if (!matcher.matches()) {
            return false;
        }
        String prefix = Stream.of(matcher.group(1), matcher.group(2))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return OptionWords.WHOLE_PROGRAM.contains(prefix)
                || pairs.stream().anyMatch(pair -> pair.prefix().equals(prefix) || pair.prefix().startsWith(prefix + "-"));
    }

    /** The hosts of a list; none where one of them is no host. */
    private static Optional<Listener> hosts(Options.Option option) {
        List<String> hosts = Arrays.stream(option.value().split("[,\\s]+", -1))
                .filter(host -> !host.isEmpty())
                .toList();
        boolean areHosts = !hosts.isEmpty()
                && hosts.stream().allMatch(host -> host.length() <= MAX_HOST_LENGTH
                        && HOST.matcher(host.toLowerCase(Locale.ROOT)).matches());
        return areHosts
                ? Optional.of(new Listener(hosts.stream().allMatch(LoopbackAddress::isLoopback), option.describe()))
                : Optional.empty();
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
                .map(pair -> new Listener(LoopbackAddress.isLoopback(option.value()), option.describe()))
                .stream();
    }

    private static boolean connects(String name) {
        return hasWord(name, OptionWords.CONNECTING) && !hasWord(name, OptionWords.LISTENING);
    }

    private static boolean hasWord(String name, Set<String> words) {
        return Arrays.stream(name.split("-", -1)).anyMatch(words::contains);
    }
}
