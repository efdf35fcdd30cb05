package io.sidecarfirst.gate.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration that stands in an argument or a variable, such as a YAML document in {@code OTEL_CONFIG} or Envoy's
 * {@code --config-yaml}: which addresses it binds, as far as that can be seen without knowing the program.
 *
 * <p>Not parsed, because it may be of any format. Lines about other programs, such as {@code upstream}, do not count.
 */
final class InlineConfiguration {
    /** A longer one is not read further: it would take too long for one Pod. */
    private static final int LONGEST = 1 << 16;

    private static final String HOST = "(\\[[0-9a-f:.%]{2,64}]|[a-z0-9*._-]{0,64})";

    /** {@code localhost:4317}. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<![a-z0-9.:_\\]-])" + HOST + ":(\\d{1,5})(?![a-z0-9:])", Pattern.CASE_INSENSITIVE);

    /** {@code address: 127.0.0.1, port_value: 9901}. */
    private static final Pattern HOST_THEN_PORT = Pattern.compile(
            "(?:address|addr|host|ip|bind\\w*|listen\\w*)[\"']?\\s*[:=]\\s*[\"']?(\\[?[a-z0-9*.:%_-]{2,64}]?)[\"']?"
                    + "[\\s,;}]{1,40}[a-z0-9_.-]*port\\w*[\"']?\\s*[:=]\\s*[\"']?(\\d{1,5})\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PORT_THEN_HOST = Pattern.compile(
            "port\\w*[\"']?\\s*[:=]\\s*[\"']?(\\d{1,5})[\"']?[\\s,;]{1,40}[a-z0-9_.-]*"
                    + "(?:address|addr|host|ip|bind\\w*|listen\\w*)[\"']?\\s*[:=]\\s*[\"']?(\\[?[a-z0-9*.:%_-]{2,64}]?)",
            Pattern.CASE_INSENSITIVE);

    /** {@code TCP-LISTEN:5433,bind=127.0.0.1} of socat. */
    private static final Pattern LISTEN_THEN_BIND = Pattern.compile(
            "listen:(\\d{1,5})[^\\s]{0,200}?,bind=(\\[?[a-z0-9*.:%_-]{2,64}]?)(?=[,\\s:]|$)", Pattern.CASE_INSENSITIVE);

    /** {@code listen_addr = 127.0.0.1}, {@code bind 127.0.0.1}: a whole line, without a port. */
    private static final Pattern PORTLESS = Pattern.compile(
            "(?m)^[ \\t]*[\"']?[a-z0-9_.-]*(?:listen|bind)[a-z0-9_.-]*[\"']?[ \\t]*[:= \\t][ \\t]*[\"']?"
                    + "(\\[?[a-z0-9*.:%_-]{2,64}]?)[\"']?[,; \\t\\r]*$",
            Pattern.CASE_INSENSITIVE);

    private InlineConfiguration() {}

    /** Whether a text is more than one value: only then is it read as a configuration. */
    static boolean isOne(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('{') >= 0 || text.contains(",bind=");
    }

    /** What it binds on that port. */
    static List<Listener> on(int port, String whole, String origin) {
        String text = whole.substring(0, Math.min(whole.length(), LONGEST));
        List<Listener> listeners = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (isPort(token.group(2), port) && !isAboutOthers(text, token.start())) {
                listeners.add(listener(token.group(1), origin));
            }
        }
        for (Pattern pattern : List.of(HOST_THEN_PORT, PORT_THEN_HOST, LISTEN_THEN_BIND)) {
            boolean hostFirst = pattern == HOST_THEN_PORT;
            Matcher pair = pattern.matcher(text);
            while (pair.find()) {
                if (isPort(pair.group(hostFirst ? 2 : 1), port) && !isAboutOthers(text, pair.start())) {
                    listeners.add(listener(pair.group(hostFirst ? 1 : 2), origin));
                }
            }
        }
        return listeners;
    }

    /** What it binds without saying on which port. */
    static List<Listener> onNoPort(String whole, String origin) {
        List<Listener> listeners = new ArrayList<>();
        Matcher line = PORTLESS.matcher(whole.substring(0, Math.min(whole.length(), LONGEST)));
        while (line.find()) {
            listeners.add(listener(line.group(1), origin));
        }
        return listeners;
    }

    private static Listener listener(String host, String origin) {
        return new Listener(LoopbackAddress.isLoopback(host), origin);
    }

    private static boolean isPort(String digits, int port) {
        return Integer.parseInt(digits) == port;
    }

    /** Whether the words of the line before a place say that another program is meant. */
    private static boolean isAboutOthers(String text, int at) {
        int line = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
        String before = text.substring(Math.max(line, at - 200), at).toLowerCase(Locale.ROOT);
        int last = Math.max(before.lastIndexOf('{'), Math.max(before.lastIndexOf(','), before.lastIndexOf(' ', before.length() - 3)));
        String key = before.substring(Math.max(0, last));
        for (String word : key.split("[^a-z]+", -1)) {
            if (OptionWords.OTHERS_IN_CONFIGURATIONS.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
