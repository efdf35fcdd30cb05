package io.sidecarfirst.gate.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
 * @param certain whether that option is about listening, as far as its name shows; otherwise it only looks so
 */
public record Listener(boolean loopback, String origin, boolean certain) {

    Listener(boolean loopback, String origin) {
        this(loopback, origin, true);
    }

    /** With a dash behind it, or without one as in {@code -rpcport}; PGHOST is one to connect to. */
    private static final String PREFIX = "(?:(.*)-|((?:.*-)?(?:l|rpc|http|web|ws|server)))?";

    /** Names of options that hold a host, and of those that hold its port: a pair has the same prefix. */
    private static final Pattern HOST_NAME = Pattern.compile(
            PREFIX + "(?:(?:listen|bind)-?(?:address|addr|host|ip)|address|addr|host|ip|bind|listen|interface)");

    private static final Pattern PORT_NAME = Pattern.compile(PREFIX + "(?:(?:listen|bind)-?)?port");

    /** Names of options that hold only a host, whatever the port. */
    private static final Pattern NO_PORT_NAME =
            Pattern.compile("(?:(.*)-)?(?:listen|bind)(?:-?(?:address|addr|host|ip|interface)(?:es|s)?)?"
                    + "|(?:(.+)-)?(?:host|address|addresses|addr|ip|interface)");

    /** How they end, and {@code hostname}. */
    private static final List<String> HOST_ENDS =
            List.of("host", "addr", "s", "ip", "listen", "bind", "interface", "hostname");

    /** A name, an IPv4 address, or an IPv6 address, which has two colons or more; 127.0.0.1:80 is no host. */
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9._*-]+|\\[?[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*(?:%[a-z0-9._-]+)?]?");

    /** A port without a host, as in {@code ssh -L 5432:db:5432}. */
    private static final Pattern PORT_FIRST = Pattern.compile("^\\d+(?![\\d.])");

    /** {@code 127.0.0.1:5432:db.example.com:5432}: what is forwarded to another host. */
    private static final Pattern FORWARD = Pattern.compile(
            "(\\[[0-9a-f:.]{2,64}]|[a-z0-9._*-]{0,64}):(\\d{1,5}):(?:socks|[^:/\\s]{1,255}:\\d{1,5})(?:/tcp)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TCP = Pattern.compile("tcp[46]?");

    private static final Pattern NO_TCP = Pattern.compile("(?:unix|fd|npipe):.*|/.*");

    /** A host, and not just a port number, at the beginning of a text. */
    private static final Pattern HOST_FIRST = Pattern.compile("^(?!\\d+(?:[&,]|$))[^:&,]");

    /** Around an item of a list, with the list's bracket. */
    private static final Pattern QUOTES = Pattern.compile("^\\[?[\"']|[\"']]?$");

    /** Longer than any host name's label and any IPv6 address that one would write here. */
    private static final int MAX_HOST_LENGTH = 64;

    /**
     * What options of a known program say of that port.
     *
     * @param names flags ({@code --address}), variables, pieces of an argument before an address ({@code ?address=}),
     *     and keys of configurations; one whose value has another port says nothing
     */
    public static List<Listener> byName(List<String> names, int port, Options options) {
        List<Listener> listeners = new ArrayList<>();
        options.spelt(names)
                .forEach(option -> Arrays.stream(option.value().split("[,\\s]+", -1))
                        // Redis goes on without an address that has a dash before it.
                        .map(value -> value.replaceFirst("^-", ""))
                        .filter(value -> isHostFor(port, value))
                        .map(value -> new Listener(
                                Address.parse(value)
                                        .map(Address::loopback)
                                        .orElseGet(() -> LoopbackAddress.starts(Address.withoutScheme(value))),
                                option.describe()))
                        .forEach(listeners::add));
        for (String name : names) {
            if (name.endsWith("=") || name.endsWith(":")) {
                options.all().stream()
                        .flatMap(option -> after(name, option).stream())
                        .forEach(listeners::add);
            } else if (!name.startsWith("-") && !Options.isVariable(name)) {
                listeners.addAll(options.configuration().ofKey(name));
            }
        }
        return listeners;
    }

    private static boolean isHostFor(int port, String value) {
        return !value.isEmpty()
                && !NO_TCP.matcher(value).matches()
                && !PORT_FIRST.matcher(value).find()
                && Address.parse(value).map(address -> address.port() == port).orElse(true);
    }

    private static Optional<Listener> after(String piece, Options.Option option) {
        int at = option.value().indexOf(piece);
        String rest =
                at < 0 ? "" : option.value().substring(at + piece.length()).replaceFirst("^[\"']", "");
        return HOST_FIRST.matcher(rest).find()
                ? Optional.of(new Listener(LoopbackAddress.starts(rest), option.describe()))
                : Optional.empty();
    }

    /** What listens on that port, in the order of the options. */
    public static List<Listener> on(int port, Options options) {
        Set<Pair> pairs = pairs(port, options);
        List<Listener> listeners = new ArrayList<>();
        for (Options.Option option : options.all()) {
            if (mayListen(option, port, pairs) && !connects(option)) {
                Stream.concat(inOneToken(option, port), asPair(option, pairs))
                        .filter(listener -> listener.loopback() || !isEither(option))
                        .map(listener -> isEither(option) ? new Listener(true, listener.origin(), false) : listener)
                        .forEach(listeners::add);
            }
        }
        listeners.addAll(inConfigurations(port, options));
        listeners.addAll(Debugger.on(port, options));
        return listeners;
    }

    /** Most options have neither the port in them nor a host beside it: the cheap question first. */
    private static boolean mayListen(Options.Option option, int port, Set<Pair> pairs) {
        return !pairs.isEmpty() || isWithPort(option, port);
    }

    private static boolean isWithPort(Options.Option option, int port) {
        String value = option.value();
        return (value.indexOf(':') >= 0 || value.contains("/tcp/"))
                && Options.hasNumber(value, number -> number == port);
    }

    /** What the configurations in the options bind on that port. */
    public static List<Listener> inConfigurations(int port, Options options) {
        return options.configuration().on(port);
    }

    /** What the names of a host and its port have in common. */
    private record Pair(boolean environment, String prefix) {}

    /** Those with this port; found once, because a hostile Pod may hold a hundred thousand options. */
    private static Set<Pair> pairs(int port, Options options) {
        String number = Integer.toString(port);
        Set<Pair> pairs = Set.of();
        for (Options.Option option : options.all()) {
            if (option.value().equals(number)) {
                pairs = pairs.isEmpty() ? new HashSet<>() : pairs;
                pair(option, PORT_NAME).ifPresent(pairs::add);
            }
        }
        return pairs;
    }

    private static Optional<Pair> pair(Options.Option option, Pattern name) {
        Matcher matcher = name.matcher(option.name());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String prefix = Stream.of(matcher.group(1), matcher.group(2))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("")
                .replaceAll("(^|-)(listen|bind)$", "");
        return Optional.of(new Pair(option.environment(), prefix));
    }

    /**
     * What listens without saying on which port: on all that no other option is about. The name says so by a word such
     * as {@code listen} or {@code bind}, or is about the program itself, such as {@code --host}; what is about a part
     * of it, such as {@code --metrics-host}, is about that part's port only.
     */
    public static List<Listener> onNoPort(int port, Options options) {
        Set<Pair> pairs = pairs(port, options);
        List<Listener> listeners = new ArrayList<>();
        for (Options.Option option : options.all()) {
            if (mayHoldHost(option) && !connects(option) && !isEither(option)) {
                (isOfAnyPort(option, pairs)
                                ? hosts(option, option.hasWord(OptionWords.LISTENING))
                                : isOfProgram(option)
                                        ? hosts(option, false).filter(Listener::loopback)
                                        : Optional.<Listener>empty())
                        .ifPresent(listeners::add);
            }
        }
        listeners.addAll(options.configuration().onNoPort());
        return listeners;
    }

    /** Cheaper than {@link #NO_PORT_NAME}, which all names of hosts match that are longer than a flag's letter. */
    private static boolean mayHoldHost(Options.Option option) {
        String name = option.name();
        if (option.value().isEmpty()) {
            return false;
        }
        for (String end : HOST_ENDS) {
            if (name.endsWith(end)) {
                return true;
            }
        }
        return OptionWords.SHORT_HOSTS.contains(option.spelling());
    }

    private static boolean isOfAnyPort(Options.Option option, Set<Pair> pairs) {
        if (OptionWords.SHORT_HOSTS.contains(option.spelling())) {
            return LoopbackAddress.isLoopback(option.value());
        }
        Matcher matcher = NO_PORT_NAME.matcher(option.name());
        if (!matcher.matches()) {
            return false;
        }
        String prefix = Stream.of(matcher.group(1), matcher.group(2))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return OptionWords.WHOLE_PROGRAM.contains(prefix)
                || pairs.stream()
                        .anyMatch(pair ->
                                pair.prefix().equals(prefix) || pair.prefix().startsWith(prefix + "-"));
    }

    /** {@code EDGE_BIND_HOST}, {@code QUARKUS_HTTP_HOST}: most likely about the program, and not about a part of it. */
    private static boolean isOfProgram(Options.Option option) {
        String name = option.name();
        if (name.equals("hostname")) {
            // Of Node.js servers; --hostname is more often how others call this one.
            return option.environment();
        }
        Matcher matcher = NO_PORT_NAME.matcher(name);
        if (option.value().isEmpty() || option.hasWord(OptionWords.PARTS) || !matcher.matches()) {
            return false;
        }
        String prefix = Optional.ofNullable(matcher.group(2)).orElse("");
        String last = prefix.substring(prefix.lastIndexOf('-') + 1);
        return option.hasWord(OptionWords.LISTENING)
                || OptionWords.PROGRAM_HOSTS.contains(last)
                || (last.equals("app") && !option.environment());
    }

    /** The hosts of a list; none where one of them is no host. */
    private static Optional<Listener> hosts(Options.Option option, boolean certain) {
        List<String> hosts = Arrays.stream(option.value().split("[,;\\s]+", -1))
                // ["127.0.0.1"] is a list, too.
                .map(host -> QUOTES.matcher(host).replaceAll(""))
                .filter(host -> !host.isEmpty())
                .toList();
        boolean areHosts =
                !hosts.isEmpty() && hosts.stream().allMatch(host -> host.length() <= MAX_HOST_LENGTH && isHost(host));
        return areHosts
                ? Optional.of(
                        new Listener(hosts.stream().allMatch(LoopbackAddress::isLoopback), option.describe(), certain))
                : Optional.empty();
    }

    private static Stream<Listener> inOneToken(Options.Option option, int port) {
        if (!isWithPort(option, port)) {
            return Stream.empty();
        }
        boolean list =
                option.environment() && (option.hasWord(OptionWords.LISTENING) || option.hasWord(OptionWords.ADDRESS));
        Matcher forward = FORWARD.matcher(option.value());
        if (forward.matches()) {
            boolean here = !option.spelling().equals("-R")
                    && forward.group(2).equals(Integer.toString(port))
                    && LoopbackAddress.isAddress(forward.group(1));
            return here
                    ? Stream.of(new Listener(LoopbackAddress.isLoopback(forward.group(1)), option.describe()))
                    : Stream.empty();
        }
        return Arrays.stream(option.value().split(list ? "[,;\\s]+" : "[,;]", -1))
                .map(part -> Address.parse(QUOTES.matcher(part).replaceAll("")))
                .flatMap(Optional::stream)
                .filter(address -> address.port() == port)
                .filter(address ->
                        option.hasWord(OptionWords.LISTENING) || !LoopbackAddress.isElsewhere(address.host()))
                .flatMap(address -> isListened(option, address)
                        ? Stream.of(new Listener(address.loopback(), option.describe()))
                        : isSocket(option, address)
                                ? Stream.of(new Listener(true, option.describe(), false))
                                : Stream.empty());
    }

    /** {@code podman system service tcp://127.0.0.1:2375}: most likely where it listens. */
    private static boolean isSocket(Options.Option option, Address address) {
        return option.name().isEmpty()
                && TCP.matcher(address.scheme()).matches()
                && address.path().isEmpty()
                && address.loopback();
    }

    /** A URL, with a scheme or with a path, is where a client goes, unless the option's name says otherwise. */
    private static boolean isListened(Options.Option option, Address address) {
        if (address.scheme().isEmpty() && address.path().isEmpty()) {
            // In TCP-LISTEN:80 and =tcp:80 the first part is no host.
            return LoopbackAddress.isAddress(address.host())
                    || option.hasWord(OptionWords.LISTENING)
                    || option.hasWord(OptionWords.ADDRESS);
        }
        return option.hasWord(OptionWords.LISTENING)
                || OptionWords.LISTENED_URLS.contains(option.name())
                || (!option.environment() && OptionWords.SHORT_HOSTS.contains(option.spelling()))
                || (option.hasWord(OptionWords.ADDRESS)
                        && (!option.environment() || option.name().endsWith("http-address")));
    }

    private static Stream<Listener> asPair(Options.Option option, Set<Pair> pairs) {
        if (pairs.isEmpty()) {
            return Stream.empty();
        }
        return pair(option, HOST_NAME)
                .filter(pair ->
                        pairs.contains(pair) && option.value().length() <= MAX_HOST_LENGTH && isHost(option.value()))
                .filter(pair -> option.hasWord(OptionWords.LISTENING) || !LoopbackAddress.isElsewhere(option.value()))
                .map(pair -> new Listener(LoopbackAddress.starts(option.value()), option.describe()))
                // MYSQL_HOST is one to connect to, and so is its port; unless it is the sidecar's own port in its own
                // Pod.
                .filter(listener -> listener.loopback()
                        || !option.environment()
                        || pair(option, HOST_NAME)
                                .filter(pair -> OptionWords.OWN_PREFIXES.contains(pair.prefix()))
                                .isPresent())
                .stream();
    }

    /** A host alone; one with its port is read as one word. */
    private static boolean isHost(String value) {
        return HOST.matcher(value.toLowerCase(Locale.ROOT)).matches()
                && Address.parse(value).isEmpty();
    }

    private static boolean connects(Options.Option option) {
        return !OptionWords.LISTENED_HOSTS.contains(option.name())
                && (option.hasWord(OptionWords.ADVERTISING)
                        || OptionWords.CLIENT_VARIABLES.contains(option.name())
                        || (option.hasWord(OptionWords.CONNECTING)
                                && !option.hasWord(OptionWords.LISTENING)
                                // ZooKeeper's clientPortAddress: the address of a port is one to listen on.
                                && !option.name().endsWith("port-address")));
    }

    private static boolean isEither(Options.Option option) {
        return option.hasWord(OptionWords.EITHER) && !option.hasWord(OptionWords.LISTENING);
    }
}
