package io.sidecarfirst.gate.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

    private static final Pattern PORT_NAME = Pattern.compile(PREFIX + "ports?");

    /** Without dashes: {@code httpport}. */
    private static final Pattern ADDRESS_NAME = Pattern.compile(PREFIX
            + "(?:(?:listen|bind|serve|listener)(?:-?(?:address|addr|host|on)(?:es|s)?)?|address|addr|laddr|urls?)");

    private static final Pattern SWITCH_NAME = Pattern.compile("(?:http|tcp|web)(?:-server)?-enabled?");

    private static final Pattern SWITCH_ON_NAME = Pattern.compile("enable-(?:http|tcp|web)(?:-server)?");

    private static final Pattern SWITCH_OFF_NAME = Pattern.compile("(?:no|disable)-(?:http|tcp|web)(?:-server)?");

    private static final Pattern NUMBERS = Pattern.compile("(?:\\d{1,5}|-1)(?:[;,]\\d{1,5}){0,20}");

    private static final Pattern SOCKET = Pattern.compile("unix:.*|/.*\\.sock(?:et)?");

    /** Smaller numbers behind -p are of something else. */
    private static final int LEAST_SHORT = 80;

    /** All that the options tell. */
    static List<ToldPort> of(Options options) {
        boolean client = options.all().stream().anyMatch(PodOptions::isOtherHost);
        return options.all().stream()
                .flatMap(option -> of(option, client))
                .distinct()
                .toList();
    }

    /** What one option of a program that listens tells. */
    static Stream<ToldPort> of(Options.Option option) {
        return of(option, false);
    }

    private static Stream<ToldPort> of(Options.Option option, boolean client) {
        String name = option.name();
        String value = option.value();
        if (NUMBERS.matcher(value).matches()) {
            boolean told = PORT_NAME.matcher(name).matches()
                    || (option.spelling().equals("-p") && value.length() < 6 && number(value) >= LEAST_SHORT);
            return told && !client
                    ? Arrays.stream(value.split("[;,]", -1))
                            .map(number -> new ToldPort(Math.max(0, number(number)), option.describe()))
                    : Stream.empty();
        }
        if (isSwitchedOff(name, value)) {
            return Stream.of(new ToldPort(0, option.describe()));
        }
        boolean shortFlag = !option.environment() && OptionWords.SHORT_HOSTS.contains(option.spelling());
        boolean urls = OptionWords.LISTENED_URLS.contains(name);
        if (!shortFlag && !urls && !ADDRESS_NAME.matcher(name).matches()) {
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

    private static boolean isSwitchedOff(String name, String value) {
        boolean off = OptionWords.OFF.contains(value.toLowerCase(Locale.ROOT));
        return off
                ? SWITCH_NAME.matcher(name).matches()
                        || SWITCH_ON_NAME.matcher(name).matches()
                : SWITCH_OFF_NAME.matcher(name).matches();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static String any(Set<String> words) {
        return String.join("|", words);
    }

    /** Whether a number stands anywhere in what a container is told, whatever it means there. */
    static boolean isNamed(int number, Options options) {
        String digits = Integer.toString(number);
        Pattern whole = Pattern.compile("(?<![0-9])0*" + digits + "(?![0-9])");
        return options.texts().stream()
                .map(Options.Text::value)
                .anyMatch(text -> text.contains(digits) && whole.matcher(text).find());
    }
}
