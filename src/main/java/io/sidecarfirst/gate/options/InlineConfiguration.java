package io.sidecarfirst.gate.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configurations that stand in arguments and variables, such as a YAML document in {@code OTEL_CONFIG} or Envoy's
 * {@code --config-yaml}: which addresses they bind, as far as that can be seen without knowing the program.
 *
 * <p>Not parsed, because they may be of any format. What stands below or behind words about other programs, such as
 * {@code upstream}, does not count, and neither does what a client in a script asks. Read once for a container, and no
 * more than people write, because a hostile Pod may hold megabytes of it.
 *
 * @param texts those of them that are configurations, as they are read
 * @param onPorts what is bound on a port, by its number
 * @param onNoPort what is bound without saying on which port
 * @param named the ports of hosts in the Pod, and those that are another program's by their key
 * @param keptLocal where a line keeps other hosts out, whatever the port; null where none does
 */
record InlineConfiguration(
        List<Options.Text> texts,
        Map<Integer, List<Listener>> onPorts,
        List<Listener> onNoPort,
        List<Options.Named> named,
        @Nullable String keptLocal) {
    private static final InlineConfiguration NONE =
            new InlineConfiguration(List.of(), Map.of(), List.of(), List.of(), null);

    private static final String HOST = "(\\[[0-9a-f:.%]{2,64}]|::1|[a-z0-9*._-]{0,64})";

    /** A key's end: {@code : }, {@code =}, {@code ":}, the end of an XML tag, or a blank. */
    private static final String IS = "[\"']?\\s{0,8}[:=>]\\s{0,8}[\"']?";

    /** A sign or blanks between a key and its value; a run of blanks is taken whole, so that it is read once. */
    private static final String BEFORE_VALUE = "(?:[ \\t]*+[:=][ \\t]*+|[ \\t]++)";

    private static final String VALUE = "(\\[?[a-z0-9*.:%_-]{1,64}]?)";

    /** {@code localhost:4317}. */
    private static final Pattern TOKEN = insensitive("(?<![a-z0-9.:_\\]-])" + HOST + ":(\\d{1,5})(?![a-z0-9:])");

    private static final String HOST_KEY = "(?:address|addr|host|ip|bind\\w{0,40}|listen\\w{0,40}|interface)";

    /** {@code address: 127.0.0.1, port_value: 9901}. */
    private static final Pattern HOST_THEN_PORT = insensitive(HOST_KEY + IS + VALUE
            + "[\"']?(?:</\\w{1,40}>)?[\\s,;}<]{1,40}[\"']?[a-z0-9_.-]{0,40}port\\w{0,40}" + IS + "(\\d{1,5})\\b");

    /** {@code "port": 8080, "host": "127.0.0.1"}. */
    private static final Pattern PORT_THEN_HOST = insensitive("port\\w{0,40}" + IS
            + "(\\d{1,5})[\"']?(?:</\\w{1,40}>)?[\\s,;<]{1,40}[\"']?[a-z0-9_.-]{0,40}" + HOST_KEY + IS + VALUE);

    /** {@code TCP-LISTEN:5433,fork,bind=127.0.0.1} of socat. */
    private static final Pattern LISTEN_THEN_BIND =
            insensitive("(?:listen|-l):(\\d{1,5})[^\\s]{0,200}?,bind=(\\[?[a-z0-9*.:%_-]{2,64}]?)(?=[,\\s\"'!]|$)");

    /** {@code listener 1883 127.0.0.1} of Mosquitto. */
    private static final Pattern LISTENER_PORT_HOST =
            insensitive("(?m)^[ \\t]*(?:listen|listener)[ \\t]+(\\d{1,5})[ \\t]+" + VALUE + "[;\\s]");

    /** {@code /ip4/127.0.0.1/tcp/5001}; with a peer behind it, it is where a client goes. */
    private static final Pattern MULTIADDR =
            insensitive("/ip[46]/([0-9a-f:.]{1,64})/tcp/(\\d{1,5})(?![0-9]|/(?:p2p|ipfs)/)");

    /** {@code listen_addr = 127.0.0.1}, {@code bind 127.0.0.1 -::1}: a whole line, without a port. */
    private static final Pattern PORTLESS =
            insensitive("(?m)(?:^|[{,;\\n])[ \\t]*[\"']?[a-z0-9_.-]{0,40}(?:listen|bind|host|address|addr|interface)"
                    + "[a-z0-9_.-]{0,40}[\"']?"
                    + BEFORE_VALUE + "[\"'\\[]{0,2}" + VALUE + "(?=[\"'\\],;}\\s]|$)");

    private static final Pattern LISTENING_KEY = insensitive("listen|bind");

    /** A word that is a loopback host or all addresses, without a port behind it. */
    private static final Pattern LITERAL =
            insensitive("(?<![a-z0-9.:_/@-])(127(?:\\.\\d{1,3}){3}|localhost|ip6-localhost|"
                    + "\\[?::1]?|\\[?::]?|0\\.0\\.0\\.0)(?![a-z0-9.:_-])");

    private static final Pattern COMMENT = Pattern.compile("^\\s*(?:#|//|--\\s)");

    /** What stands between a key and its value. */
    private static final Pattern KEY_END = Pattern.compile("[\\s:=>\"'(\\[]+$");

    /** What a script only shows: nothing is written by it. */
    private static final Pattern SHOWN =
            Pattern.compile("(?m)^[ \\t]*(?:echo|printf)[ \\t]+(?:\"[^\"\\n]*\"|'[^'\\n]*'|[^\"'>|;&\\n]*)"
                    + "[ \\t]*(?=$|;|&&)|(?<=[ \\t])#[ a-zA-Z][^\\n]*$");

    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

    /** {@code listen 8080;}, {@code http_port 3128} of Squid: on all addresses. */
    private static final Pattern LISTEN_PORT = insensitive("(?m)^[ \\t]*+(?:(?:listen|listener|accept)" + BEFORE_VALUE
            + "|http_port[ \\t]++)(\\d{1,5})" + "(?:[ \\t]*+$|(?:[ \\t]++[a-z0-9_=]{1,40}){0,6}[ \\t]*+;)");

    /** {@code HTTP_Listen 127.0.0.1}, beside an HTTP_Port: unlike Squid, other programs have a key for the host. */
    private static final Pattern HTTP_HOST = insensitive(
            "(?<![a-z0-9])(?:http[_-]?(?:listen|host|addr|address|bind|interface)|listen_host)(?![a-z0-9])");

    /** The name of a function, as far as it shows that something listens. */
    private static final String CALLED = "\\b(?>\\w*?(?:listen|serve|bind|run|start))";

    /** {@code listen(8080, '127.0.0.1')}. */
    private static final Pattern CALL_PORT_HOST =
            insensitive(CALLED + "\\w*+\\(\\s*+(\\d{1,5})\\s*+,\\s*+[\"'`]" + VALUE + "[\"'`]");

    /** {@code HTTPServer(('127.0.0.1', 8080), Handler)}. */
    private static final Pattern CALL_HOST_PORT = insensitive(
            CALLED + "[\\w.]{0,200}+\\(++\\s*+" + "[\"'`]" + VALUE + "[\"'`]\\s*+,\\s*+(\\d{1,5})(?=\\s*+[,)])");

    /** A call with a loopback address: {@code listen(8080, '127.0.0.1')}. */
    private static final Pattern CODE = insensitive("[a-z_]\\([^)]{0,200}[\"'`](?:127\\.|localhost|\\[?::1)");

    /** What sed looks for, in {@code s/^Listen 80/Listen 127.0.0.1:8080/}. */
    private static final Pattern REPLACED = Pattern.compile("(?<=[\\s'\";])s([/|#@,])(?:(?!\\1)[^\\n]){0,200}\\1");

    private static final Pattern SED = Pattern.compile("(?:^|[\\s;&|(])sed[ \\t]");

    /** {@code default_bind 127.0.0.1} of Caddy, for all sites without an address. */
    private static final Pattern DEFAULT_BIND = insensitive("(?m)^[ \\t]*default_bind[ \\t]+" + VALUE + "[ \\t]*$");

    /** {@code bind 127.0.0.1} in a site of Caddy, whose own address has only the port. */
    private static final Pattern BIND_LINE =
            insensitive("\\A[ \\t]*\\{[^{}]{0,400}?(?<=[\\n{])[ \\t]*bind[ \\t]+" + VALUE + "[ \\t]*(?=[\\n}])");

    /**
     * Ports of parts of an OpenTelemetry collector, which without an endpoint are on localhost, since 0.104.
     *
     * @see <a href="https://opentelemetry.io/blog/2024/hardening-the-collector-one/">Hardening the collector</a>
     */
    private static final Map<String, String> COLLECTOR_PORTS =
            Map.of("4317", "otlp", "4318", "otlp", "13133", "health_check", "9411", "zipkin");

    /** {@code local_port = 8080}, {@code connect = 8080}. */
    private static final Pattern PORT_OF_OTHERS =
            insensitive("(?<![a-z0-9])(?:local|upstream|target|backend|app|connect|forward|destination)[_.-]?(?:port)?"
                    + IS + "(\\d{1,5})\\b");

    /** {@code skip-networking} as a line, {@code apm_non_local_traffic: false}. */
    private static final Pattern KEEPS_LOCAL = insensitive("(?m)^[ \\t]*[\"']?(?:"
            + names(OptionWords.LOCAL_SWITCHES) + "[\"']?(?:[ \\t]*[:=][ \\t]*[\"']?(?:1|true|on|yes)[\"']?)?[ \\t,]*$|"
            + names(OptionWords.REMOTE_SWITCHES) + "[\"']?[ \\t]*[:=][ \\t]*[\"']?(?:"
            + String.join("|", OptionWords.OFF)
            + ")\\b)");

    /** A line for {@code /etc/hosts}: it gives a name to an address. */
    private static final Pattern HOSTS_LINE =
            insensitive("(?m)^[ \\t]*(?:127(?:\\.\\d{1,3}){3}|::1)(?:[ \\t]|\\\\t)+[a-z][a-z0-9.-]*");

    private static final Pattern PRINTED =
            Pattern.compile("((?:^|[\\s;&|({])(?:echo|printf)(?:[ \\t]+-[a-z]+)*[ \\t]+)[\"']?");

    /** In {@code "host": "localhost", "port": 6379} the host is about that port. */
    private static final Pattern WITH_PORT =
            insensitive("[\"']?[ \\t]*,\\s*[\"']?port[\"']?[ \\t]*[:=][ \\t]*[\"']?\\d");

    /** Of each kind of finding, in one text. */
    private static final int MOST = 256;

    /** What stands in those of these texts that are configurations. */
    static InlineConfiguration of(List<Options.Text> texts) {
        List<Options.Text> read = new ArrayList<>(0);
        for (Options.Text text : texts) {
            if (isOne(text.value())) {
                read.add(new Options.Text(lines(text.value()), text.variable(), text.place()));
            }
        }
        if (read.isEmpty()) {
            return NONE;
        }
        Map<Integer, List<Listener>> onPorts = new HashMap<>();
        List<Listener> onNoPort = new ArrayList<>();
        List<Options.Named> named = new ArrayList<>();
        String keptLocal = null;
        for (Options.Text text : read) {
            addPorts(text.value(), text.origin(), onPorts);
            onNoPort.addAll(onNoPort(text.value(), text.origin()));
            namedPorts(text.value()).forEach(port -> named.add(new Options.Named(port, text.origin())));
            if (keptLocal == null && KEEPS_LOCAL.matcher(text.value()).find()) {
                keptLocal = text.origin();
            }
        }
        return new InlineConfiguration(read, onPorts, onNoPort, named, keptLocal);
    }

    List<Listener> on(int port) {
        return onPorts.getOrDefault(port, List.of());
    }

    /** These names with anything around them, as keys are written. */
    private static String names(Set<String> names) {
        return "[a-z0-9_.-]{0,40}(?:" + String.join("|", names).replace("-", "[_-]") + ")[a-z0-9_.-]{0,40}";
    }

    private static Pattern insensitive(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    /** Whether a text is more than one value: only then is it read as a configuration. */
    private static boolean isOne(String text) {
        return text.contains("\n")
                || text.contains("{")
                || text.contains("</")
                || text.contains(",bind=")
                || (text.contains("(") && CODE.matcher(text).find())
                || (text.contains("sed") && SED.matcher(text).find())
                || ((text.contains(">") || text.contains("|"))
                        && PRINTED.matcher(text).find());
    }

    private static void addPorts(String text, String origin, Map<Integer, List<Listener>> onPorts) {
        Matcher defaultBind = DEFAULT_BIND.matcher(text);
        String everywhere = defaultBind.find() ? defaultBind.group(1) : "";
        Matcher token = TOKEN.matcher(text);
        for (int i = 0; i < MOST && token.find(); i++) {
            if (LoopbackAddress.isAddress(token.group(1))
                    // 0:3000 is more often a user and a group.
                    && !token.group(1).equals("0")
                    && !LoopbackAddress.isElsewhere(token.group(1))
                    && !isKey(text, token)
                    && !isAboutOthers(text, token.start())
                    && isListenedUrl(text, token.start())) {
                String host =
                        token.group(1).isEmpty() ? bound(text, token.end()).orElse(everywhere) : token.group(1);
                add(token.group(2), listener(host, origin), onPorts);
            }
        }
        boolean httpHost = HTTP_HOST.matcher(text).find();
        Matcher listen = LISTEN_PORT.matcher(text);
        for (int i = 0; i < MOST && listen.find(); i++) {
            if (!httpHost || !listen.group().strip().toLowerCase(Locale.ROOT).startsWith("http")) {
                add(listen.group(1), new Listener(false, origin), onPorts);
            }
        }
        if (text.contains("receivers")) {
            COLLECTOR_PORTS.forEach((port, part) -> {
                if (text.contains(part) && !onPorts.containsKey(Integer.valueOf(port))) {
                    add(port, new Listener(true, origin, false), onPorts);
                }
            });
        }
        for (Pattern pattern : List.of(
                HOST_THEN_PORT,
                MULTIADDR,
                CALL_HOST_PORT,
                PORT_THEN_HOST,
                CALL_PORT_HOST,
                LISTEN_THEN_BIND,
                LISTENER_PORT_HOST)) {
            boolean hostFirst = pattern == HOST_THEN_PORT || pattern == MULTIADDR || pattern == CALL_HOST_PORT;
            Matcher pair = pattern.matcher(text);
            for (int i = 0; i < MOST && pair.find(); i++) {
                String host = pair.group(hostFirst ? 1 : 2);
                if (!isAboutOthers(text, pair.start()) && !LoopbackAddress.isElsewhere(host)) {
                    add(pair.group(hostFirst ? 2 : 1), listener(host, origin), onPorts);
                }
            }
        }
    }

    /** What a site that begins there is bound to. */
    private static Optional<String> bound(String text, int at) {
        Matcher bind = BIND_LINE.matcher(text).region(at, text.length());
        return bind.find() ? Optional.of(bind.group(1)) : Optional.empty();
    }

    private static void add(String port, Listener listener, Map<Integer, List<Listener>> onPorts) {
        onPorts.computeIfAbsent(Integer.valueOf(port), number -> new ArrayList<>())
                .add(listener);
    }

    /**
     * What it binds without saying on which port: by keys that mean listening, or else by any loopback host in it,
     * unless it has all addresses somewhere, too.
     */
    private static List<Listener> onNoPort(String text, String origin) {
        List<Listener> listeners = new ArrayList<>();
        Matcher line = PORTLESS.matcher(text);
        for (int i = 0; i < MOST && line.find(); i++) {
            boolean certain = LISTENING_KEY.matcher(line.group()).find();
            if (LoopbackAddress.isAddress(line.group(1))
                    && (certain || !LoopbackAddress.isElsewhere(line.group(1)))
                    && !isAboutOthers(text, line.start(1))
                    && (certain
                            || !WITH_PORT
                                    .matcher(text)
                                    .region(line.end(), text.length())
                                    .lookingAt())) {
                listeners.add(new Listener(LoopbackAddress.isLoopback(line.group(1)), origin, certain));
            }
        }
        if (listeners.isEmpty()) {
            Matcher literal = LITERAL.matcher(text);
            for (int i = 0; i < MOST && literal.find(); i++) {
                if (!isAboutOthers(text, literal.start())
                        && !WITH_PORT
                                .matcher(text)
                                .region(literal.end(), text.length())
                                .lookingAt()) {
                    listeners.add(new Listener(LoopbackAddress.isLoopback(literal.group(1)), origin, false));
                }
            }
        }
        return listeners;
    }

    /** Its beginning; what a script prints into a file begins a line. */
    private static String lines(String whole) {
        String text = Options.beginning(whole).replace("\\n", "\n");
        String written = SHOWN.matcher(text).replaceAll("");
        String printed =
                PRINTED.matcher(REPLACED.matcher(written).replaceAll("\n")).replaceAll("$1\n");
        return printed.contains("/etc/hosts") ? HOSTS_LINE.matcher(printed).replaceAll("") : printed;
    }

    private static List<Integer> namedPorts(String text) {
        List<Integer> ports = new ArrayList<>();
        for (Pattern pattern : List.of(HOST_THEN_PORT, PORT_THEN_HOST)) {
            boolean hostFirst = pattern == HOST_THEN_PORT;
            Matcher pair = pattern.matcher(text);
            for (int i = 0; i < MOST && pair.find(); i++) {
                if (LoopbackAddress.isAddress(pair.group(hostFirst ? 1 : 2))) {
                    ports.add(Integer.valueOf(pair.group(hostFirst ? 2 : 1)));
                }
            }
        }
        Matcher other = PORT_OF_OTHERS.matcher(text);
        for (int i = 0; i < MOST && other.find(); i++) {
            ports.add(Integer.valueOf(other.group(1)));
        }
        return ports;
    }

    /** The hosts behind a key of a known program: loopback ones, and those that are all addresses. */
    List<Listener> ofKey(String key) {
        if (texts.isEmpty()) {
            return List.of();
        }
        Pattern pattern = insensitive("(?<![a-z0-9_.-])" + Pattern.quote(key) + "[\"']?" + BEFORE_VALUE
                + "[\"'\\[]{0,2}" + "([a-z0-9*.:%_/\\[\\]-]{1,80})");
        List<Listener> listeners = new ArrayList<>();
        for (Options.Text text : texts) {
            Matcher matcher = pattern.matcher(text.value());
            for (int i = 0; i < MOST && matcher.find(); i++) {
                String value = matcher.group(1);
                if (LoopbackAddress.starts(Address.withoutScheme(value))) {
                    listeners.add(new Listener(true, text.origin()));
                } else if (value.matches("(\\w+://)?(0\\.0\\.0\\.0|\\[::]|::|\\*)?(:\\d+)?/?")) {
                    listeners.add(new Listener(false, text.origin()));
                }
            }
        }
        return listeners;
    }

    /** In {@code "port":8080} there is no address. */
    private static boolean isKey(String text, Matcher token) {
        int at = token.start();
        return token.group(1).isEmpty()
                && at > 1
                && (text.charAt(at - 1) == '"' || text.charAt(at - 1) == '\'')
                && Character.isLetterOrDigit(text.charAt(at - 2));
    }

    private static Listener listener(String host, String origin) {
        return new Listener(LoopbackAddress.isLoopback(host), origin);
    }

    /**
     * A URL is where a client goes, unless it begins the line or the words before it say that somebody listens there.
     */
    private static boolean isListenedUrl(String text, int at) {
        if (!text.startsWith("://", at - 3)) {
            return true;
        }
        String before =
                text.substring(lineStart(text, at), at).toLowerCase(Locale.ROOT).strip();
        return before.matches("[a-z+]+://")
                || hasWord(before, OptionWords.LISTENING)
                || hasWord(before, OptionWords.ADDRESS);
    }

    /** Whether the words before a place, or the lines that it is indented below, say that another program is meant. */
    private static boolean isAboutOthers(String text, int at) {
        int start = lineStart(text, at);
        String before = text.substring(Math.max(start, at - 200), at).toLowerCase(Locale.ROOT);
        if (COMMENT.matcher(before).find() || isClientLine(before)) {
            return true;
        }
        // In trusted: ["127.0.0.1", "::1"] the key is before the list.
        int list = before.lastIndexOf('[');
        String key = list > before.lastIndexOf(']') ? before.substring(0, list) : before;
        String name = KEY_END.matcher(key).replaceFirst("");
        int last = Math.max(name.lastIndexOf('{'), Math.max(name.lastIndexOf(','), name.lastIndexOf(' ')));
        if (hasWord(name.substring(Math.max(0, last)), OptionWords.OTHERS_IN_CONFIGURATIONS)) {
            return true;
        }
        int indentation = indentation(text, start);
        for (int lines = 0; lines < 20 && start > 0 && indentation > 0; lines++) {
            int end = start - 1;
            start = lineStart(text, end);
            int outer = indentation(text, start);
            if (outer < indentation && outer < end - start) {
                indentation = outer;
                if (hasWord(
                        text.substring(start, Math.min(end, start + 200)).toLowerCase(Locale.ROOT),
                        OptionWords.OTHERS_IN_CONFIGURATIONS)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a line of a script calls a program that only connects. */
    private static boolean isClientLine(String before) {
        return Arrays.stream(before.split("[\\s;|&()$`]+", -1)).anyMatch(OptionWords.CLIENT_PROGRAMS::contains);
    }

    private static int lineStart(String text, int at) {
        return at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    }

    private static int indentation(String text, int start) {
        int i = start;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i - start;
    }

    private static boolean hasWord(String text, Set<String> words) {
        return Arrays.stream(NO_LETTERS.split(text, -1)).anyMatch(words::contains);
    }
}
