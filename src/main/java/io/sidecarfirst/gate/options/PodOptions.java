package io.sidecarfirst.gate.options;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the containers of one Pod are told: each is read once, and only when it is asked for. */
public final class PodOptions {
    private static final String PORT = "port";

    private static final Set<String> ALL_ADDRESSES = Set.of("", "*", "0.0.0.0", "[::]", "::");

    private static final Pattern LISTENED_PORT = Pattern.compile("(?:(?:server|http|https|listen|bind)-)?port");

    /** {@code UDP-LISTEN:514}, {@code TCP4-L:80}. */
    private static final Pattern SOCAT = Pattern.compile(
            "(?<![a-z])(udp|tcp)[46]?-(?:listen|l|recv|recvfrom):(\\d{1,5})(?![0-9])", Pattern.CASE_INSENSITIVE);

    private final Pod pod;
    private final HostAliases aliases;
    private final IdentityHashMap<JsonNode, Options> read = new IdentityHashMap<>();
    private final IdentityHashMap<JsonNode, List<ToldPort>> told = new IdentityHashMap<>();

    /** The first sidecar that is told to listen on a port, of those ports that were asked for. */
    private final Map<Integer, Optional<Container>> firstTold = new HashMap<>();

    /** The sidecars in whose options a number stands, in their order. */
    private @Nullable Map<Integer, List<Container>> naming;

    private @Nullable Owners owners;

    /**
     * Whose ports are named in options.
     *
     * @param lastTold the last container that is told to listen on a port
     * @param listeningMains the last main that is told so, as far as its options are clear
     */
    private record Owners(Map<Integer, Container> lastTold, Map<Integer, Container> listeningMains) {}

    private PodOptions(Pod pod) {
        this.pod = pod;
        this.aliases = HostAliases.of(pod);
    }

    public static PodOptions of(Pod pod) {
        return pod.derived(PodOptions.class, PodOptions::new);
    }

    public Options of(Container container) {
        return read.computeIfAbsent(container.node(), node -> Options.of(container, aliases));
    }

    /** The last container that starts only after this sidecar and is told to listen on that port. */
    public Optional<Container> laterTold(Container sidecar, int port) {
        return Optional.ofNullable(owners().lastTold().get(port)).filter(container -> container.startsAfter(sidecar));
    }

    /** Whether this sidecar, or one that starts before it, is told to listen on that port. */
    public boolean isToldBy(Container sidecar, int port) {
        return isTold(sidecar, port)
                || firstTold
                        .computeIfAbsent(port, this::firstTold)
                        .filter(first -> first.index() < sidecar.index())
                        .isPresent();
    }

    private Optional<Container> firstTold(int port) {
        if (naming == null) {
            naming = new HashMap<>();
            for (Container sidecar : pod.sidecars()) {
                for (Integer number : of(sidecar).numbers()) {
                    naming.computeIfAbsent(number, n -> new ArrayList<>(1)).add(sidecar);
                }
            }
        }
        return naming.getOrDefault(port, List.of()).stream()
                .filter(sidecar -> isTold(sidecar, port))
                .findFirst();
    }

    private boolean isTold(Container container, int port) {
        Options options = of(container);
        return options.numbers().contains(port)
                && (Listener.on(port, options).stream().anyMatch(listener -> !listener.loopback())
                        || options.all().stream()
                                // 127.0.0.1:3000 alone may as well be a server of an upstream.
                                .filter(option -> !option.name().isEmpty())
                                .flatMap(option -> told(option, container).stream())
                                .anyMatch(told -> told == port));
    }

    /**
     * A main that is told to listen on that port, as far as its options are clear, where the sidecar is not told so
     * itself: two containers of a Pod cannot both listen on it.
     */
    public Optional<Container> listeningMain(Container sidecar, int port) {
        return Optional.ofNullable(owners().listeningMains().get(port))
                .filter(main -> of(sidecar).all().stream()
                        .noneMatch(option -> told(option, sidecar)
                                .filter(number -> number == port)
                                .isPresent()));
    }

    /** A port that the container is told to listen on, where it is not told this one, too. */
    public Optional<ToldPort> anotherPort(Container container, int port) {
        List<ToldPort> all = told.computeIfAbsent(container.node(), node -> ToldPort.of(of(container)));
        return all.stream().anyMatch(told -> told.number() == port)
                ? Optional.empty()
                : all.stream().findFirst();
    }

    /** Whether what a container is told names this port as one that may be its own. */
    public boolean isNamed(Container container, int port) {
        return ToldPort.isNamed(port, of(container));
    }

    /**
     * Whether a socat of it opens that port, and not for TCP.
     *
     * @see <a href="https://manpages.ubuntu.com/manpages/noble/man1/socat1.1.html">socat</a>
     */
    public boolean onlyDatagrams(Container container, int port) {
        List<Options.Text> texts = of(container).texts();
        if (texts.stream().noneMatch(text -> text.value().indexOf(':') >= 0 && text.hasNumber(n -> n == port))) {
            return false;
        }
        List<String> opened = texts.stream()
                .flatMap(text -> SOCAT.matcher(text.value()).results())
                .filter(found -> Integer.parseInt(found.group(2)) == port)
                .map(found -> found.group(1).toUpperCase(Locale.ROOT))
                .toList();
        return !opened.isEmpty() && opened.stream().allMatch("UDP"::equals);
    }

    private Owners owners() {
        if (owners == null) {
            owners = new Owners(new HashMap<>(), new HashMap<>());
            for (Container container : pod.containers()) {
                add(container, of(container).all(), owners);
            }
        }
        return owners;
    }

    private static void add(Container container, List<Options.Option> options, Owners to) {
        // Of mains alone, and of most not even that.
        Boolean client = null;
        for (Options.Option option : options) {
            Optional<Integer> told = told(option, container);
            if (told.isPresent()) {
                to.lastTold().put(told.get(), container);
                if (!container.init()) {
                    client = client == null ? options.stream().anyMatch(PodOptions::isOtherHost) : client;
                    if (isListening(option, client)) {
                        to.listeningMains().put(told.get(), container);
                    }
                }
            }
        }
    }

    /** {@code --host=db}, {@code -h localhost}, {@code HOST=127.0.0.1}: the port beside it may be that host's. */
    static boolean isOtherHost(Options.Option option) {
        return (option.name().equals("host") || option.name().equals("h"))
                && !option.value().isEmpty()
                && (LoopbackAddress.isLoopback(option.value()) || !LoopbackAddress.isAddress(option.value()));
    }

    /** {@code PORT=8080}, {@code --listen=127.0.0.1:8080}, {@code --addr=:8080}; a client is not told so. */
    private static boolean isListening(Options.Option option, boolean client) {
        if (Options.isNumber(option.value())) {
            return LISTENED_PORT.matcher(option.name()).matches() && !client;
        }
        return option.hasWord(OptionWords.LISTENING)
                || (option.hasWord(OptionWords.ADDRESS)
                        && Address.parse(option.value())
                                .filter(address -> ALL_ADDRESSES.contains(address.host()))
                                .isPresent());
    }

    /**
     * {@code --server_port=29001}, {@code PORT=8080}, {@code --listen=:8080}; not {@code --db-port=5432}, and for a
     * sidecar not {@code --app-port=8080}.
     */
    private static Optional<Integer> told(Options.Option option, Container container) {
        if (Options.isNumber(option.value())) {
            String name = option.name();
            boolean own = name.equals("p") || (name.endsWith(PORT) && isOwn(beforePort(name), container));
            return own ? Optional.of(Integer.valueOf(option.value())) : Optional.empty();
        }
        boolean listens = Address.mayBe(option.value())
                && (option.name().isEmpty()
                        || option.hasWord(OptionWords.LISTENING)
                        || option.hasWord(OptionWords.ADDRESS))
                && !option.hasWord(OptionWords.CONNECTING);
        return listens
                ? Address.parse(option.value())
                        .filter(address -> LoopbackAddress.isAddress(address.host()))
                        .map(Address::port)
                : Optional.empty();
    }

    /** What stands before "port" in a name. */
    private static String beforePort(String name) {
        String prefix = name.substring(0, name.length() - PORT.length());
        return prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private static boolean isOwn(String prefix, Container container) {
        return OptionWords.OWN_PREFIXES.contains(prefix) && !(container.init() && prefix.equals("app"));
    }
}
