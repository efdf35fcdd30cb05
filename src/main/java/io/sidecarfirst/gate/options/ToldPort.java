package io.sidecarfirst.gate.options;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A port that a program is told to listen on by an option whose name says so in words that all programs use: {@code
 * PORT=3000}, {@code --http-port=8080}, {@code --listen=:9090}. What is about a part of it, such as {@code
 * --metrics-port}, is none.
 *
 * @param number 0 where it is told to open none: {@code --port=0}, {@code --http.enabled=false}, {@code
 *     --listen=unix:///run/x.sock}
 * @param origin the option, for a person
 */
public record ToldPort(int number, String origin) {
    private static final String PREFIX =
            "(?:(?:" + any(OptionWords.FRAMEWORKS) + ")-)?(?:(?:" + any(OptionWords.MAIN_LISTENERS) + ")-)*";

    /** Last, as the images of Bitnami have it: {@code NGINX_HTTP_PORT_NUMBER}; and the port of Dapr's own API. */
    private static final Pattern PORT_NAME =
            Pattern.compile(PREFIX + "ports?|[a-z0-9]+(?:-http)?-port-number|dapr-http-port");

    /** Without dashes: {@code httpport}. */
    private static final Pattern ADDRESS_NAME = Pattern.compile(PREFIX
            + "(?:(?:listen|bind|serve|listener)(?:-?(?:address|addr|host|on)(?:es|s)?)?|address|addr|laddr|urls?)");

    /** Variables begin with the program's name: {@code REDIS_EXPORTER_WEB_LISTEN_ADDRESS}. */
    private static final Pattern LISTEN_VARIABLE =
            Pattern.compile("[a-z0-9-]+-(?:listen|listening|bind)-?(?:address|addr)");

    /** @see <a href="https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints">Kestrel</a> */
    private static final Pattern KESTREL_URL = Pattern.compile("kestrel-+endpoints-+[a-z0-9-]*url");

    /** Programs that take the port as their first word, {@code python3 -m http.server 9000}. */
    private static final Set<String> PORT_FIRST = Set.of("http.server", "SimpleHTTPServer");

    /** Programs whose {@code -l} is the port: {@code serve -l 5000}. */
    private static final Set<String> LISTEN_SHORT = Set.of("serve");

    private static final Pattern SWITCH_NAME = Pattern.compile("(?:http|tcp|web)(?:-server)?-enabled?");

    private static final Pattern SWITCH_ON_NAME = Pattern.compile("enable-(?:http|tcp|web)(?:-server)?");

    private static final Pattern SWITCH_OFF_NAME = Pattern.compile("(?:no|disable)-(?:http|tcp|web)(?:-server)?");

    private static final Pattern NUMBERS = Pattern.compile("(?:\\d{1,5}|-1)(?:[;,]\\d{1,5}){0,20}");

    private static final String PORT_LAST = "-port";

    private static final Set<String> HOST_LAST = Set.of("-host", "-hostname", "-address", "-addr", "-ip");

    private static final Pattern SOCKET = Pattern.compile("unix:.*|/.*\\.sock(?:et)?");

    private static final Set<String> MAY_BE_PORT = Set.of("p", "l", "b", "a", "https", "grpc", "url", "urls", "expose");

    /** Numbers of a list before the one that is looked at: {@code 8080;8081}. */
    private static final Pattern LIST = Pattern.compile("(?<![0-9A-Za-z.:\\]])(?:\\d{1,5}[,;:] ?){1,20}$");

    private static final Pattern SHORT_FLAG = Pattern.compile("(?:^|[\\s'\"])-[pPlba]$");

    private static final Pattern TCP = Pattern.compile("/tcp/$");

    /** A colon behind no host: {@code 0.0.0.0:}, {@code http://*:}, {@code $(POD_IP):}. */
    private static final Pattern ALL_ADDRESSES =
            Pattern.compile("(?:(?<![0-9A-Za-z.])0\\.0\\.0\\.0|\\[?::\\]?|\\*|\\+|[)}]|(?:^|[\\s'=,(\\[/])):$");

    /** {@code --port=}, {@code port: }, {@code "listen": "}, {@code TCP-LISTEN:}, {@code listen }. */
    private static final Pattern NAME_BEFORE =
            Pattern.compile("(-{0,2}[A-Za-z][A-Za-z0-9_.-]{0,63})[\"']?\\s{0,4}[:=\\s]\\s{0,4}[\"']?$");

    /** In characters: longer than any list and any name that is looked for before a number. */
    private static final int MAX_BEFORE = 256;

    /** Smaller numbers behind -p are of something else. */
    private static final int LEAST_SHORT = 80;

    /** All that the options tell. */
    static List<ToldPort> of(Options options) {
        boolean client = options.all().stream().anyMatch(PodOptions::isOtherHost);
        Set<String> others = prefixesOfOtherHosts(options);
        return Stream.concat(
                        options.all().stream()
                                .filter(option -> !isOfOtherHost(option, others))
                                .flatMap(option -> of(option, client)),
                        options.invocations().stream().flatMap(ToldPort::byPosition))
                .distinct()
                .toList();
    }

    /** {@code SERVER_HOST=frps.example.com} beside {@code SERVER_PORT=7000}. */
    private static boolean isOfOtherHost(Options.Option option, Set<String> others) {
        String name = option.name();
        return name.endsWith(PORT_LAST) && others.contains(name.substring(0, name.length() - PORT_LAST.length()));
    }

    /** What stands before {@code -host} in the names of options that name another host. */
    private static Set<String> prefixesOfOtherHosts(Options options) {
        Set<String> prefixes = new HashSet<>();
        for (Options.Option option : options.all()) {
            int last = option.name().lastIndexOf('-');
            if (last > 0
                    && HOST_LAST.contains(option.name().substring(last))
                    && !option.value().isEmpty()
                    && Address.parse(option.value()).isEmpty()
                    && !LoopbackAddress.isAddress(option.value())) {
                prefixes.add(option.name().substring(0, last));
            }
        }
        return prefixes;
    }

    private static Stream<ToldPort> byPosition(Invocation invocation) {
        List<String> arguments = invocation.arguments();
        int flag = arguments.indexOf("-l");
        int at = PORT_FIRST.contains(invocation.program())
                ? 0
                : LISTEN_SHORT.contains(invocation.program()) && flag >= 0 ? flag + 1 : arguments.size();
        return arguments.stream()
                .skip(at)
                .limit(1)
                .filter(Options::isNumber)
                .map(word -> new ToldPort(number(word), "command line"));
    }

    /** What one option of a program that listens tells. */
    static Stream<ToldPort> of(Options.Option option) {
        return of(option, false);
    }

    private static Stream<ToldPort> of(Options.Option option, boolean client) {
        String name = option.name();
        String value = option.value();
        if (mayBeNumbers(value) && NUMBERS.matcher(value).matches()) {
            boolean told = PORT_NAME.matcher(name).matches()
                    || (option.spelling().equals("-p") && Options.isNumber(value) && number(value) >= LEAST_SHORT);
            return told && !client
                    ? Arrays.stream(value.split("[;,]", -1))
                            .map(number -> new ToldPort(Math.max(0, number(number)), option.describe()))
                    : Stream.empty();
        }
        if (isSwitchedOff(name, value)) {
            return Stream.of(new ToldPort(0, option.describe()));
        }
        if (value.indexOf(':') < 0 && value.indexOf('/') < 0) {
            return Stream.empty();
        }
        boolean shortFlag = !option.environment() && OptionWords.SHORT_HOSTS.contains(option.spelling());
        boolean urls = OptionWords.LISTENED_URLS.contains(name)
                || KESTREL_URL.matcher(name).matches();
        boolean variable =
                option.environment() && LISTEN_VARIABLE.matcher(name).matches() && !option.hasWord(OptionWords.PARTS);
        if (!shortFlag && !urls && !variable && !ADDRESS_NAME.matcher(name).matches()) {
            return Stream.empty();
        }
        if (SOCKET.matcher(value).matches() && !urls) {
            return Stream.of(new ToldPort(0, option.describe()));
        }
        return Arrays.stream(value.split("[,;\\s]+", -1))
                .map(Address::parse)
                .flatMap(Optional::stream)
                .filter(address -> LoopbackAddress.isAddress(address.host()))
                .map(address -> new ToldPort(address.port(), option.describe()));
    }

    /** Cheaper than the pattern. */
    private static boolean mayBeNumbers(String value) {
        return !value.isEmpty() && (value.charAt(0) == '-' || Character.isDigit(value.charAt(0)));
    }

    private static boolean isSwitchedOff(String name, String value) {
        boolean off = OptionWords.OFF.contains(value.toLowerCase(Locale.ROOT));
        return off
                ? SWITCH_NAME.matcher(name).matches()
                        || SWITCH_ON_NAME.matcher(name).matches()
                : (name.startsWith("no-") || name.startsWith("disable-"))
                        && SWITCH_OFF_NAME.matcher(name).matches();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static String any(Set<String> words) {
        return String.join("|", words);
    }

    /**
     * Whether a number stands in what a container is told as one that may be the port of a listener of its own: behind
     * a name that says so, behind a colon and no host, or alone. A percentage, a part of an IP address, a port of
     * another host, and the value of {@code --timeout} are none.
     */
    static boolean isNamed(int number, Options options) {
        String digits = Integer.toString(number);
        List<Options.Text> texts = options.texts().stream()
                .filter(text -> text.value().contains(digits))
                .toList();
        if (texts.isEmpty()) {
            return false;
        }
        Pattern whole = Pattern.compile("(?:(?<![0-9A-Za-z._/-])|(?<=(?:^|[^0-9A-Za-z._-])-[A-Za-z])|(?<=/tcp/))0*"
                + digits + "(?![0-9A-Za-z%_-]|\\.[0-9])");
        Map<String, Boolean> held = new HashMap<>();
        return texts.stream().anyMatch(text -> {
            Options.Option variable = text.variable() == null ? null : Options.Option.variable(text.variable(), "");
            if (variable != null && isOfAnother(variable)) {
                return false;
            }
            BooleanSupplier mayStandAlone = () -> variable != null
                    ? mayHoldPort(variable)
                    : held.computeIfAbsent(text.value(), value -> isHeld(value, options));
            return whole.matcher(text.value()).results().anyMatch(found -> isOwn(before(text, found), mayStandAlone));
        });
    }

    private static boolean isHeld(String value, Options options) {
        return options.all().stream().anyMatch(option -> option.value().equals(value) && mayHoldPort(option));
    }

    /** What stands before a number, as far as it is looked at. */
    private static String before(Options.Text text, MatchResult number) {
        return text.value().substring(Math.max(0, number.start() - MAX_BEFORE), number.start());
    }

    /**
     * @param before what stands before the number in the text
     * @param mayStandAlone whether a number at the beginning of the text may be a port
     */
    private static boolean isOwn(String before, BooleanSupplier mayStandAlone) {
        String first = LIST.matcher(before).replaceFirst("");
        if (first.isEmpty()) {
            return mayStandAlone.getAsBoolean();
        }
        if (SHORT_FLAG.matcher(first).find()
                || TCP.matcher(first).find()
                || ALL_ADDRESSES.matcher(first).find()) {
            return true;
        }
        Matcher name = NAME_BEFORE.matcher(first);
        return name.find() && mayHoldPort(Options.Option.flag(name.group(1), ""));
    }

    private static boolean isOfAnother(Options.Option option) {
        return option.hasWord(OptionWords.CONNECTING)
                && !option.hasWord(OptionWords.LISTENING)
                && !option.name().equals("urls");
    }

    /**
     * By the last word of its name: {@code --admin-port}, {@code --metrics}, {@code --listen}; not {@code --timeout}.
     */
    private static boolean mayHoldPort(Options.Option option) {
        if (option.name().isEmpty()) {
            return true;
        }
        List<String> words = option.words();
        String last = words.get(words.size() - 1);
        boolean port = (last.endsWith("port") || last.endsWith("ports")) && !OptionWords.NOT_PORTS.contains(last);
        return !isOfAnother(option)
                && (port
                        || MAY_BE_PORT.contains(last)
                        || OptionWords.LISTENING.contains(last)
                        || OptionWords.ADDRESS.contains(last)
                        || OptionWords.PARTS.contains(last)
                        || OptionWords.MAIN_LISTENERS.contains(last)
                        || (words.contains("port") && last.equals("number")));
    }
}
