package io.sidecarfirst.gate.options;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports on loopback that a container is told to connect to: behind a word of clients ({@code UPSTREAM=}, {@code
 * proxy_pass}), as arguments of a program that only connects ({@code nc -z 127.0.0.1 3000}), in the URL of a database.
 *
 * <p>Found in the text alone, by patterns that an API server's CEL has, too; the policy looks for the same.
 */
public final class ConnectedPorts {
    private static final String HOST = "(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])";

    /** A word of clients in the name of an option or the key of a configuration. */
    private static final String WORD = "(?:upstream|target|backend|forward|remote|connect|destination"
            + "|endpoint|peer|url|uri|dsn|scrape|broker|database|proxy_?pass|reverse_proxy|fastcgi|uwsgi_pass)";

    private static final String NAME = "[a-z0-9_.-]*" + WORD + "[a-z0-9_.-]*";

    /**
     * The same for a matcher that tries one way after the other: from a name's beginning only, and no further word
     * where the first one led to nothing. Without that, the time grows with the square of a text.
     */
    private static final String NAME_ONCE = "(?:(?<![a-z0-9_.-])|\\G)(?>[a-z0-9_.-]*?" + WORD + ")[a-z0-9_.-]*";

    private static final String USER = "(?:[^\\s/@\\x22\\x27]{0,100}@)?";

    private static final String VARIABLE = "\\$[({]?[A-Za-z_][A-Za-z0-9_.]*[)}]?";

    /** {@code --upstream=http://127.0.0.1:3000}, {@code server app 127.0.0.1:3000}, {@code ProxyPass / http://...}. */
    public static final String NAMED = "(?i)(?:" + NAME
            + "[\\x22\\x27]?[\\s:=>({\\[]{1,6}(?:/[^\\s]{0,100}\\s{1,4})?[\\x22\\x27\\[]{0,2}(?:[a-z][a-z0-9+.-]*://)?"
            + USER + "|(?:^|[\\s{;])server\\s{1,4}(?:[a-z0-9_.-]{1,64}\\s{1,4})?)" + HOST + ":[0-9]{1,9}";

    /** In what {@link #NAMED} finds: the program's own address, or one that nothing waits for, as that of traces. */
    public static final String NOT_AWAITED =
            "(?i)advertis|public|external|root|base|issuer|redirect|callback|self|allow|cors|origin|listen|bind|console"
                    + "|server_ur|otel|otlp|zipkin|jaeger|statsd|exporter|collector|telemetry|tracing"
                    + "|endpoint[\\x22\\x27]?:";

    /** {@code nc -z 127.0.0.1 3000}, {@code curl -sf http://localhost:3000/health}. */
    public static final String ASKED = "(?i)(?:^|[\\s;|&(\\x22\\x27`!/])(?:"
            + OptionWords.CLIENT_PROGRAMS.stream()
                    .sorted()
                    .map(ConnectedPorts::literal)
                    .collect(Collectors.joining("|"))
            + "|netcat|telnet)\\s[^;|&\\n<>]{0,200}?" + HOST
            + "[\\x22\\x27]?[:\\s][\\x22\\x27\\s]{0,3}(?:(?:-p|--port)[\\s=]?)?[0-9]{1,9}";

    /** In what {@link #ASKED} finds: {@code nc -l}. */
    public static final String LISTENS = "\\s(?:-[a-z]*l[a-z]*|--listen)\\s";

    /** {@code /dev/tcp/127.0.0.1/3000}, {@code redis://localhost:6379}. */
    public static final String OPENED = "(?i)(?:/dev/tcp/" + HOST
            + "/|(?:postgres|postgresql|mysql|mariadb|rediss?|mongodb|amqps?|nats|kafka)://" + USER + HOST
            + ":)[0-9]{1,9}";

    /** {@code TARGET_HOST=127.0.0.1}, with {@link #PORT_OF_PAIR}. */
    public static final String HOST_OF_PAIR = "(?i)" + NAME
            + "(?:host|addr|address|ip)[\\x22\\x27]?[\\s:=]{1,4}[\\x22\\x27]?" + HOST + "(?:[\\s\\x22\\x27,]|$)";

    /** {@code TARGET_PORT=3000}. */
    public static final String PORT_OF_PAIR =
            "(?i)" + NAME + "port[\\x22\\x27]?[\\s:=]{1,4}[\\x22\\x27]?[0-9]{1,9}(?:[\\s\\x22\\x27,]|$)";

    private static final String IPV4 = "127.";

    private static final String LOCALHOST = "localhost";

    private static final Pattern LAST = Pattern.compile("[0-9]+(?=[\\s\"',]?$)");

    private static final Pattern NAMED_PATTERN = Pattern.compile(NAMED.replace(NAME, NAME_ONCE));

    private static final Pattern NOT_AWAITED_PATTERN = Pattern.compile(NOT_AWAITED);

    private static final Pattern ASKED_PATTERN = Pattern.compile(ASKED);

    private static final Pattern LISTENS_PATTERN = Pattern.compile(LISTENS);

    private static final Pattern OPENED_PATTERN = Pattern.compile(OPENED);

    private static final Pattern HOST_OF_PAIR_PATTERN = Pattern.compile(HOST_OF_PAIR.replace(NAME, NAME_ONCE));

    private static final Pattern PORT_OF_PAIR_PATTERN = Pattern.compile(PORT_OF_PAIR.replace(NAME, NAME_ONCE));

    private static final int MAX = 65_535;

    private ConnectedPorts() {}

    /** Those in the command line and in the variables. */
    public static List<Options.Named> of(Options options) {
        Options.Text line = options.line();
        boolean inLine = mayHaveHost(line.value());
        boolean inVariables = mayHaveHost(options.all());
        if (!inLine && !inVariables) {
            return List.of();
        }
        List<Options.Named> found = new ArrayList<>();
        if (inLine) {
            in(line.value()).forEach(port -> found.add(new Options.Named(port, line.origin())));
            pairs(line.value()).forEach(port -> found.add(new Options.Named(port, line.origin())));
        }
        if (inVariables) {
            List<Options.Option> variables =
                    options.all().stream().filter(Options.Option::environment).toList();
            variables.stream()
                    .filter(ConnectedPorts::mayHaveHost)
                    .forEach(option ->
                            in(setting(option)).forEach(port -> found.add(new Options.Named(port, option.describe()))));
            pairs(variables.stream().map(ConnectedPorts::setting).collect(Collectors.joining("\n")))
                    .forEach(port -> found.add(new Options.Named(port, "environment")));
        }
        return found.stream().distinct().toList();
    }

    private static String setting(Options.Option variable) {
        return variable.spelling() + "=" + variable.value();
    }

    /** Cheaper than the patterns. */
    private static boolean mayHaveHost(List<Options.Option> options) {
        for (Options.Option option : options) {
            if (option.environment() && mayHaveHost(option)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayHaveHost(Options.Option option) {
        return mayHaveHost(option.value()) || mayHaveHost(option.spelling());
    }

    /** The same for CEL, which does not know variables: one may be the host, the port, or the whole address. */
    public static String coarse(String pattern) {
        return pattern.replace(HOST + ":[0-9]{1,9}", "(?:" + HOST + ":[0-9]{1,9}|" + VARIABLE + "(?::[0-9]{1,9})?)")
                .replace(HOST + "[\\x22", "(?:" + HOST + "|" + VARIABLE + ")[\\x22")
                .replace("[\\s=]?)?[0-9]{1,9}", "[\\s=]?)?(?:[0-9]{1,9}|" + VARIABLE + ")?")
                .replace(HOST + "/", "(?:" + HOST + "|" + VARIABLE + ")/")
                .replace(HOST + "(?:[", "(?:" + HOST + "|" + VARIABLE + ")(?:[")
                .replace(":)[0-9]{1,9}", ":)(?:[0-9]{1,9}|" + VARIABLE + ")");
    }

    private static IntStream in(String whole) {
        String text = Options.beginning(whole);
        Stream<String> named = found(NAMED_PATTERN, text)
                .filter(found -> !NOT_AWAITED_PATTERN.matcher(found).find());
        Stream<String> asked = found(ASKED_PATTERN, text)
                .filter(found -> !LISTENS_PATTERN.matcher(found).find());
        return ports(Stream.of(named, asked, found(OPENED_PATTERN, text)).flatMap(found -> found));
    }

    private static IntStream pairs(String whole) {
        String text = Options.beginning(whole);
        return HOST_OF_PAIR_PATTERN.matcher(text).find() ? ports(found(PORT_OF_PAIR_PATTERN, text)) : IntStream.empty();
    }

    private static boolean mayHaveHost(String text) {
        return hasIpv4(text) || text.contains("[::1]") || hasLocalhost(text);
    }

    private static boolean hasIpv4(String text) {
        for (int i = text.indexOf(IPV4); i >= 0; i = text.indexOf(IPV4, i + 1)) {
            int next = i + IPV4.length();
            if (next < text.length() && Character.isDigit(text.charAt(next))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLocalhost(String text) {
        int last = text.length() - LOCALHOST.length();
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if ((c == 'l' || c == 'L') && text.regionMatches(true, i, LOCALHOST, 0, LOCALHOST.length())) {
                return true;
            }
        }
        return false;
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }

    private static IntStream ports(Stream<String> found) {
        return found.flatMap(text -> LAST.matcher(text).results())
                .mapToInt(port -> Integer.parseInt(port.group()))
                .filter(port -> port > 0 && port <= MAX);
    }

    private static String literal(String word) {
        return word.replace(".", "\\.");
    }
}
