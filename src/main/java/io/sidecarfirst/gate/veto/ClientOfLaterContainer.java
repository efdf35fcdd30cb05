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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sidecar that is told of a port of a container which starts later: a reverse proxy of its main, an exporter of its
 * metrics, a queue before it.
 *
 * <p>Reads {@code command}, {@code args}, {@code env} and the command of an {@code exec} check for addresses in the Pod
 * and port numbers, and the {@code ports} and probes of the containers that start later, also those by annotation.
 * Such a sidecar may be ready
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

    private static final Set<Integer> USUAL_PORTS = Set.copyOf(DEFAULT_PORTS.values());

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
        List<Options> checks = new ArrayList<>(1);
        for (Handler handler : candidate.handlers()) {
            List<String> command = handler.command();
            if (!command.isEmpty()) {
                checks.add(Options.ofCheck(command));
            }
        }
        return Veto.first(checks, told -> in(context, told))
                .or(() -> in(context, options))
                .or(() -> ofNobody(context, options, checks));
    }

    /**
     * A port on loopback that neither the sidecar nor an earlier one may have opened: it can only be a later
     * container's, whether that one declares it or not. The check of a sidecar without any declared port asks itself.
     */
    private Optional<Objection> ofNobody(SidecarContext context, Options options, List<Options> checks) {
        Container sidecar = context.sidecar();
        if (context.pod().hostNetwork() || !context.pod().portOwners().allDeclareBefore(sidecar)) {
            return Optional.empty();
        }
        boolean declares = sidecar.ports().stream().anyMatch(Container.Port::tcp);
        List<Options.Named> connected = new ArrayList<>();
        if (declares) {
            checks.forEach(check -> connected.addAll(ConnectedPorts.of(check)));
        }
        connected.addAll(ConnectedPorts.of(options));
        return connected.stream()
                .limit(MOST_PORTS)
                .filter(named -> !mayBeOpened(context, options, named.port()))
                .findFirst()
                .map(named -> Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its " + named.origin() + " names port " + named.port()
                                + " of this Pod, which neither it nor an"
                                + " earlier sidecar declares: a container that starts later may be what it waits for"));
    }

    private boolean mayBeOpened(SidecarContext context, Options options, int port) {
        Container sidecar = context.sidecar();
        return context.pod().portOwners().declaredBy(sidecar, port)
                || sidecar.ownProbedPorts().anyMatch(own -> own == port)
                || PodOptions.of(context.pod()).isToldBy(sidecar, port)
                || programs.of(sidecar, options)
                        .filter(program -> program.hasPort(port, options))
                        .isPresent();
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

    private static Optional<Objection> in(SidecarContext context, Options options) {
        Options.Text line = options.line();
        return Veto.first(options.texts(), text -> inText(context, text))
                .or(() -> isNamed(context, line) ? inWords(context, line.value(), line.origin()) : Optional.empty())
                .or(() -> Veto.first(options.named(), named -> objection(context, named.port(), named.origin(), true)))
                .or(() -> Veto.first(options.invocations(), program -> ofClient(context, program, line.origin())))
                .or(() -> Veto.first(options.all(), option -> inHost(context, option)))
                .or(() -> Veto.first(options.all(), option -> inNumbers(context, option)));
    }

    private static Optional<Objection> first(Pattern pattern, String text, Function<Matcher, Optional<Objection>> of) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Optional<Objection> objection = of.apply(matcher);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    /** Most texts name no port of a later container, which is cheaper to see than what stands around its number. */
    private static boolean isNamed(SidecarContext context, Options.Text text) {
        return text.hasNumber(number -> owner(context, number, true).isPresent());
    }

    private static boolean isUnrelated(Options.Text text) {
        return text.variable() != null && UNRELATED.matcher(text.variable()).find();
    }

    private static Optional<Objection> inWords(SidecarContext context, String whole, String origin) {
        return first(
                HOST_AND_PORT,
                Options.beginning(whole),
                found -> objection(context, Integer.parseInt(found.group(1)), origin, true));
    }

    /** A client of a database in a script or a check, such as {@code pg_isready}. */
    private static Optional<Objection> ofClient(SidecarContext context, Invocation invocation, String origin) {
        if (TUNNELS.contains(invocation.program())) {
            return Veto.first(
                    invocation.arguments(),
                    word -> Options.isNumber(word)
                            ? objection(context, Integer.parseInt(word), origin, true)
                            : Optional.empty());
        }
        Integer usual = OptionWords.DATABASE_CLIENTS.get(invocation.program());
        if (usual == null) {
            return Optional.empty();
        }
        String arguments = Options.beginning(String.join(" ", invocation.arguments()));
        if (arguments.contains("://")) {
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
    private static Optional<Objection> inHost(SidecarContext context, Options.Option option) {
        if (!LoopbackAddress.starts(option.value())) {
            return Optional.empty();
        }
        Matcher host = LOOPBACK_HOST.matcher(option.value());
        return host.matches() && LoopbackAddress.isLoopback(host.group(1))
                ? Veto.first(
                        option.words(),
                        word -> Veto.first(
                                OptionWords.SERVICES.getOrDefault(word, List.of()),
                                port -> objection(context, port, option.describe(), true)))
                : Optional.empty();
    }

    private static Optional<Objection> inText(SidecarContext context, Options.Text whole) {
        boolean named = isNamed(context, whole);
        boolean urls = whole.value().contains("://") && isUsualPortAnothers(context);
        boolean keywords = whole.value().contains("host=");
        if (!(named || urls || keywords) || isUnrelated(whole)) {
            return Optional.empty();
        }
        String text = Options.beginning(whole.value());
        String origin = whole.origin();
        return (named ? inWords(context, text, origin) : Optional.<Objection>empty())
                .or(() -> named ? inAddresses(context, text, origin) : Optional.empty())
                .or(() -> urls ? inUrls(context, text, origin) : Optional.empty())
                .or(() -> keywords ? inKeywords(context, text, origin) : Optional.empty());
    }

    /** Whether a URL without a port may name a later container at all. */
    private static boolean isUsualPortAnothers(SidecarContext context) {
        for (Integer port : USUAL_PORTS) {
            if (owner(context, port, true).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Objection> inAddresses(SidecarContext context, String text, String origin) {
        return first(
                ADDRESS,
                text,
                address -> isInPod(address.group(1))
                        ? objection(context, Integer.parseInt(address.group(2)), origin, true)
                        : Optional.empty());
    }

    private static Optional<Objection> inUrls(SidecarContext context, String text, String origin) {
        return first(URL, text, url -> {
            Integer port = DEFAULT_PORTS.get(url.group(1).toLowerCase(Locale.ROOT));
            return port != null && !url.group(2).isEmpty() && isInPod(url.group(2))
                    ? objection(context, port, origin, true)
                    : Optional.empty();
        });
    }

    private static Optional<Objection> inKeywords(SidecarContext context, String text, String origin) {
        Matcher host = HOST_KEYWORD.matcher(text);
        if (!host.find() || !isInPod(host.group(1))) {
            return Optional.empty();
        }
        Matcher port = PORT_KEYWORD.matcher(text);
        return objection(context, port.find() ? Integer.parseInt(port.group(1)) : POSTGRES, origin, true);
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
    private static Optional<Objection> inNumbers(SidecarContext context, Options.Option option) {
        String value = option.value();
        if (value.isEmpty()
                || !Character.isDigit(value.charAt(0))
                || !NUMBERS.matcher(value).matches()
                || !isPort(option)) {
            return Optional.empty();
        }
        boolean own = OptionWords.OWN_PREFIXES.contains(option.name().replaceAll("-?ports?$", ""))
                && !option.name().startsWith("app");
        return Veto.first(
                List.of(value.split("[,\\s]+", -1)),
                number -> objection(context, Integer.parseInt(number), option.describe(), !own));
    }

    private static boolean isPort(Options.Option option) {
        String name = option.name();
        return option.hasWord(OptionWords.PORT_OF_OTHERS)
                || ((name.endsWith("port") || name.endsWith("ports")) && !option.hasWord(OptionWords.NOT_PORTS));
    }

    /** An objection if that port is a later container's. */
    private static Optional<Objection> objection(SidecarContext context, int port, String origin, boolean ofAnother) {
        return owner(context, port, ofAnother)
                .map((Container owner) -> Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its " + origin + " names port " + port + " of container " + owner.describe()
                                + ", which starts only after it and may be what it waits for"));
    }

    /**
     * The later container whose port it is.
     *
     * @param ofAnother whether the sidecar connects there for sure, and does not perhaps listen there itself; only then
     *     is a port looked for in the options of the later containers, too
     */
    private static Optional<Container> owner(SidecarContext context, int port, boolean ofAnother) {
        PortOwners owners = context.pod().portOwners();
        if (owners.declaredBy(context.sidecar(), port) && owners.main(port).isEmpty()) {
            return Optional.empty();
        }
        Optional<Container> owner = owners.laterThan(context.sidecar(), port);
        return owner.isPresent() || !ofAnother
                ? owner
                : PodOptions.of(context.pod()).laterTold(context.sidecar(), port);
    }
}
