package io.sidecarfirst.gate.options;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the containers of one Pod are told: each is read once, and only when it is asked for. */
public final class PodOptions {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    private final Pod pod;
    private final IdentityHashMap<JsonNode, Options> read = new IdentityHashMap<>();
    private @Nullable Map<Integer, Container> lastToldPort;

    private PodOptions(Pod pod) {
        this.pod = pod;
    }

    public static PodOptions of(Pod pod) {
        return pod.derived(PodOptions.class, PodOptions::new);
    }

    public Options of(Container container) {
        return read.computeIfAbsent(container.node(), node -> Options.of(container));
    }

    /** The last container that starts only after this sidecar and is told to listen on that port. */
    public Optional<Container> laterTold(Container sidecar, int port) {
        if (lastToldPort == null) {
            lastToldPort = lastToldPort();
        }
        return Optional.ofNullable(lastToldPort.get(port)).filter(container -> container.startsAfter(sidecar));
    }

    /** Whether this container is told to listen on that port. */
    public boolean isTold(Container container, int port) {
        Options options = of(container);
        return Listener.on(port, options).stream().anyMatch(listener -> !listener.loopback())
                || options.all().stream()
                        // 127.0.0.1:3000 alone may as well be a server of an upstream.
                        .filter(option -> !option.name().isEmpty())
                        .flatMap(option -> told(option, container).stream())
                        .anyMatch(told -> told == port);
    }

    private Map<Integer, Container> lastToldPort() {
        Map<Integer, Container> last = new HashMap<>();
        for (Container container : pod.containers()) {
            for (Options.Option option : of(container).all()) {
                told(option, container).ifPresent(number -> last.put(number, container));
            }
        }
        return last;
    }

    /**
     * {@code --server_port=29001}, {@code PORT=8080}, {@code --listen=:8080}; not {@code --db-port=5432}, and for a
     * sidecar not {@code --app-port=8080}.
     */
    private static Optional<Integer> told(Options.Option option, Container container) {
        String name = option.name();
        if (NUMBER.matcher(option.value()).matches()) {
            String prefix = name.replaceAll("-?port$", "");
            boolean own = name.equals("p")
                    || (name.endsWith("port")
                            && OptionWords.OWN_PREFIXES.contains(prefix)
                            && !(container.init() && prefix.equals("app")));
            return own ? Optional.of(Integer.valueOf(option.value())) : Optional.empty();
        }
        return Address.parse(option.value())
                .filter(address -> LoopbackAddress.isAddress(address.host())
                        && (name.isEmpty()
                                || option.hasWord(OptionWords.LISTENING)
                                || option.hasWord(OptionWords.ADDRESS))
                        && !option.hasWord(OptionWords.CONNECTING))
                .map(Address::port);
    }
}
