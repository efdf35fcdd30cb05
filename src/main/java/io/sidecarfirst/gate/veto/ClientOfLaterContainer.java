package io.sidecarfirst.gate.veto;

import static java.util.Map.entry;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.PortOwners;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.options.ConnectedPorts;
import io.sidecarfirst.gate.options.Invocation;
import io.sidecarfirst.gate.options.LoopbackAddress;
import io.sidecarfirst.gate.options.OptionWords;
import io.sidecarfirst.gate.options.Options;
import io.sidecarfirst.gate.options.PodOptions;
import io.sidecarfirst.gate.program.Programs;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sidecar that is told of a port of a container which starts later: a reverse proxy of its main, an exporter of its
 * metrics, a queue before it.
 *
 * <p>Reads {@code command}, {@code args}, {@code env} and the command of an {@code exec} check for addresses in the Pod
 * and port numbers, and the {@code ports} and probes of the containers that start later. Such a sidecar may be ready
 * only when the other one answers, and may not even open its own port before; a gate would then wait for what waits for
 * it. The mains do not need it to start. Ports that the sidecar or an earlier one declares are not the other's; a port
 * on loopback that nobody declares is. A check that its program is known to pass without the main, such as one of
 * daprd, is no matter.
 *
 * @see <a href="https://docs.dapr.io/operations/resiliency/health-checks/sidecar-health/">Dapr: sidecar health</a>,
 *     which includes that of the app's channel
 */
final class ClientOfLaterContainer implements Veto {
    /** More addresses are not looked at: a hostile Pod may hold thousands. */
    private static final int MOST_PORTS = 32;

    private static final String HOST = "(\\[[0-9A-Fa-f:.]{2,64}]|\\$[({][A-Za-z0-9_.]+[)}]|\\$?[A-Za-z0-9._-]{0,64})";

    /** A host, or none, before a port. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![A-Za-z0-9._:\\]$-])" + HOST + ":(\\d{1,5})(?![A-Za-z0-9.:])");

    /** A URL without a port. */
    private static final Pattern URL =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{1,20})://(?:[^\\s/@\"']{0,200}@)?" + HOST + "(?=[/?#\\s\"',;]|$)");

    /** {@code host=localhost port=5432 user=postgres}, in any order. */
    private static final Pattern HOST_KEYWORD = Pattern.compile("\\bhost=(\\S{1,64})");

    private static final Pattern PORT_KEYWORD = Pattern.compile("\\bport=(\\d{1,5})\\b");

    private static final int POSTGRES = 5432;

    private static final Pattern NUMBERS = Pattern.compile("\\d{1,5}(?:[,\\s]+\\d{1,5}){0,20}");

    /**
     * A host in the Pod and a port with another sign before or between them: {@code nc -z localhost 80}, {@code
     * TCP:127.0.0.1:80}, {@code /dev/tcp/localhost/80}.
     */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<![A-Za-z0-9._-])(?:localhost|127(?:\\.\\d{1,3}){3}|\\[?::1]?)"
                    + "(?::|/(?:tcp/)?|\\s{1,4}(?:(?:-p|-P|--port)[\\s=]?)?)"
                    + "(\\d{1,5})(?![A-Za-z0-9.:])");

    /** Options of database clients. */
    private static final Pattern CLIENT_HOST = Pattern.compile("(?:^|\\s)(?:-h|--host)[\\s=]{0,2}(\\S{1,255})");

    private static final Pattern CLIENT_PORT =
            Pattern.compile("(?:^|\\s)(?:-p|-P|--port)[\\s=]{0,2}(\\d{1,5})(?=\\s|$)");

    /** {@code ngrok http 8080}; its image needs no first word. */
    private static final Set<String> TUNNELS = Set.of("ngrok", "http", "tcp", "tls");

    private static final Pattern SINGLE = Pattern.compile("\\d{1,5}");

    private static final Pattern LOOPBACK_HOST = Pattern.compile("([^/]{1,64})(?:/.*)?");

    /** @see <a href="https://www.iana.org/assignments/service-names-port-numbers">Registered ports</a> */
    private static final Map<String, Integer> DEFAULT_PORTS = Map.ofEntries(
            entry("http", 80),
            entry("ws", 80),
            entry("https", 443),
            entry("wss", 443),
            entry("postgres", 5432),
            entry("postgresql", 5432),
            entry("mysql", 3306),
            entry("mariadb", 3306),
            entry("redis", 6379),
            entry("rediss", 6379),
            entry("mongodb", 27017),
            entry("amqp", 5672),
            entry("amqps", 5671),
            entry("nats", 4222));

    private static final Pattern UNRELATED = Pattern.compile(OptionWords.UNRELATED_VARIABLES, Pattern.CASE_INSENSITIVE);

    private final Programs programs;

    ClientOfLaterContainer(Programs programs) {
        this.programs = programs;
    }

    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        Options options = PodOptions.of(context.pod()).of(context.sidecar());
        if (candidate.source() != SourceKind.PORT && isKnownNotToWait(context, candidate, options)) {
            return Optional.empty();
        }
        List<Options> checks = candidate.handlers().stream()
                .map(Handler::command)
                .map(Options::ofCheck)
                .toList();
        return Stream.concat(checks.stream(), Stream.of(options))
                .flatMap(told -> in(context, told))
                .findFirst()
                .or(() -> ofNobody(context, options, checks));
    }

    /**
     * A port on loopback that neither the sidecar nor an earlier one may have opened: it can only be a later
     * container's, whether that one declares it or not. The check of a sidecar without any declared port asks itself.
     */
    private Optional<Objection> ofNobody(SidecarContext context, Options options, List<Options> checks) {
        Container sidecar = context.sidecar();
        List<Container> earlier = context.pod().sidecars().stream()
                .filter(other -> other.index() < sidecar.index())
                .toList();
        if (context.pod().hostNetwork()
                || earlier.stream().anyMatch(other -> other.ports().stream().noneMatch(Container.Port::tcp))) {
            return Optional.empty();
        }
        boolean declares = sidecar.ports().stream().anyMatch(Container.Port::tcp);
        return Stream.concat(declares ? checks.stream() : Stream.empty(), Stream.of(options))
                .flatMap(told -> ConnectedPorts.of(told).stream())
                .limit(MOST_PORTS)
                .filter(named -> !mayBeOpened(context, options, earlier, named.port()))
                .findFirst()
                .map(named -> Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its " + named.origin() + " names port " + named.port()
                                + " of this Pod, which neither it nor an"
                                + " earlier sidecar declares: a container that starts later may be what it waits for"));
    }

    private boolean mayBeOpened(SidecarContext context, Options options, List<Container> earlier, int port) {
        Container sidecar = context.sidecar();
        PodOptions all = PodOptions.of(context.pod());
        return context.pod().portOwners().declaredBy(sidecar, port)
                || sidecar.ownProbedPorts().anyMatch(own -> own == port)
                || all.isTold(sidecar, port)
                || programs.of(sidecar, options)
                        .filter(program -> program.hasPort(port, options))
                        .isPresent()
                || earlier.stream().anyMatch(other -> all.isTold(other, port));
    }

    /** Whether the program says of some of its checks that they wait for a main, and of this one that it does not. */
    private boolean isKnownNotToWait(SidecarContext context, Source.Candidate candidate, Options options) {
        return programs.of(context.sidecar(), options)
                .filter(program -> program.mainWait() != null
                        && !program.mainWait().paths().isEmpty())
                .filter(program -> candidate.handlers().stream()
                        .allMatch(handler -> program.checks().stream()
                                .anyMatch(check -> handler.path().isPresent()
                                        && handler.path().equals(check.handler().path()))))
                .isPresent();
    }

    private static Stream<Objection> in(SidecarContext context, Options options) {
        Options.Text line = options.line();
        return Stream.of(
                        options.texts().stream()
                                .filter(text -> !isUnrelated(text))
                                .flatMap(text -> inText(context, text.value(), text.origin())),
                        inWords(context, line.value(), line.origin()),
                        options.named()
                                .flatMap(named -> objection(context, named.port(), named.origin(), true).stream()),
                        options.invocations().stream()
                                .flatMap(invocation -> ofClient(context, invocation, line.origin()).stream()),
                        options.all().stream().flatMap(option -> inHost(context, option)),
                        options.all().stream().flatMap(option -> inNumbers(context, option)))
                .flatMap(found -> found);
    }

    private static boolean isUnrelated(Options.Text text) {
        return text.variable().filter(name -> UNRELATED.matcher(name).find()).isPresent();
    }

    private static Stream<Objection> inWords(SidecarContext context, String whole, String origin) {
        return HOST_AND_PORT
                .matcher(Options.beginning(whole))
                .results()
                .flatMap(found -> objection(context, Integer.parseInt(found.group(1)), origin, true).stream());
    }

    /** A client of a database in a script or a check, such as {@code pg_isready}. */
    private static Optional<Objection> ofClient(SidecarContext context, Invocation invocation, String origin) {
        if (TUNNELS.contains(invocation.program())) {
            return invocation.arguments().stream()
                    .filter(word -> SINGLE.matcher(word).matches())
                    .flatMap(port -> objection(context, Integer.parseInt(port), origin, true).stream())
                    .findFirst();
        }
        Integer usual = OptionWords.DATABASE_CLIENTS.get(invocation.program());
        String arguments = Options.beginning(String.join(" ", invocation.arguments()));
        if (usual == null || arguments.contains("://")) {
            return Optional.empty();
        }
        Matcher host = CLIENT_HOST.matcher(arguments);
        if (host.find() && !isInPod(host.group(1))) {
            return Optional.empty();
        }
        Matcher port = CLIENT_PORT.matcher(arguments);
        return objection(context, port.find() ? Integer.parseInt(port.group(1)) : usual, origin, true);
    }

    /** {@code REDIS_HOST=localhost}, {@code DATA_SOURCE_URI=localhost/postgres}: the port is the usual one. */
    private static Stream<Objection> inHost(SidecarContext context, Options.Option option) {
        Matcher host = LOOPBACK_HOST.matcher(option.value());
        if (!host.matches() || !LoopbackAddress.isLoopback(host.group(1))) {
            return Stream.empty();
        }
        return Stream.of(option.name().split("-", -1))
                .flatMap(word -> OptionWords.SERVICES.getOrDefault(word, List.of()).stream())
                .flatMap(port -> objection(context, port, option.describe(), true).stream());
    }

    private static Stream<Objection> inText(SidecarContext context, String whole, String origin) {
        String text = Options.beginning(whole);
        Stream.Builder<Objection> objections = Stream.builder();
        inWords(context, text, origin).forEach(objections::add);
        if (text.indexOf(':') >= 0) {
            Matcher address = ADDRESS.matcher(text);
            while (address.find()) {
                if (isInPod(address.group(1))) {
                    objection(context, Integer.parseInt(address.group(2)), origin, true)
                            .ifPresent(objections::add);
                }
            }
            Matcher url = URL.matcher(text);
            while (url.find()) {
                Integer port = DEFAULT_PORTS.get(url.group(1).toLowerCase(Locale.ROOT));
                if (port != null && !url.group(2).isEmpty() && isInPod(url.group(2))) {
                    objection(context, port, origin, true).ifPresent(objections::add);
                }
            }
        }
        Matcher keyword = HOST_KEYWORD.matcher(text);
        if (keyword.find() && isInPod(keyword.group(1))) {
            Matcher port = PORT_KEYWORD.matcher(text);
            objection(context, port.find() ? Integer.parseInt(port.group(1)) : POSTGRES, origin, true)
                    .ifPresent(objections::add);
        }
        return objections.build();
    }

    /** Loopback, all addresses, none, or a variable that only the kubelet or a shell knows. */
    private static boolean isInPod(String host) {
        return host.isEmpty()
                || host.startsWith("$")
                || host.equals("0.0.0.0")
                || host.equals("[::]")
                || LoopbackAddress.isLoopback(host);
    }

    /** Numbers alone count where the option's name says that they are ports, or another program's. */
    private static Stream<Objection> inNumbers(SidecarContext context, Options.Option option) {
        if (!NUMBERS.matcher(option.value()).matches() || !isPort(option)) {
            return Stream.empty();
        }
        boolean own = OptionWords.OWN_PREFIXES.contains(option.name().replaceAll("-?ports?$", ""))
                && !option.name().startsWith("app");
        return Stream.of(option.value().split("[,\\s]+", -1))
                .flatMap(number -> objection(context, Integer.parseInt(number), option.describe(), !own).stream());
    }

    private static boolean isPort(Options.Option option) {
        String name = option.name();
        return option.hasWord(OptionWords.PORT_OF_OTHERS)
                || ((name.endsWith("port") || name.endsWith("ports")) && !option.hasWord(OptionWords.NOT_PORTS));
    }

    /**
     * An objection if that port is a later container's.
     *
     * @param ofAnother whether the sidecar connects there for sure, and does not perhaps listen there itself; only then
     *     is a port looked for in the options of the later containers, too
     */
    private static Optional<Objection> objection(SidecarContext context, int port, String origin, boolean ofAnother) {
        PortOwners owners = context.pod().portOwners();
        if (owners.declaredBy(context.sidecar(), port) && owners.main(port).isEmpty()) {
            return Optional.empty();
        }
        return owners.laterThan(context.sidecar(), port)
                .or(() ->
                        ofAnother ? PodOptions.of(context.pod()).laterTold(context.sidecar(), port) : Optional.empty())
                .map((Container owner) -> Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its " + origin + " names port " + port + " of container " + owner.describe()
                                + ", which starts only after it and may be what it waits for"));
    }
}
