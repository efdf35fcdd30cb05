package io.sidecarfirst.gate.options;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with its port in one word: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code :8080}, {@code
 * http://localhost:8080/path}.
 *
 * @param scheme as in {@code http://}; empty if there is none
 * @param host empty where all addresses are meant
 * @param path what follows the port
 */
record Address(String scheme, String host, int port, String path) {
    private static final Pattern FORM =
            Pattern.compile("(?:([a-z][a-z0-9+.-]*)://)?(\\[[0-9a-f:.%]*]|[a-z0-9._*+-]*):(\\d{1,5})([/?].*)?");

    static Optional<Address> parse(String token) {
        Matcher matcher = FORM.matcher(token.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Address(
                Optional.ofNullable(matcher.group(1)).orElse(""),
                matcher.group(2),
                Integer.parseInt(matcher.group(3)),
                Optional.ofNullable(matcher.group(4)).orElse("")));
    }

    static String withoutScheme(String value) {
        int scheme = value.indexOf("://");
        return scheme < 0 ? value : value.substring(scheme + 3);
    }

    boolean loopback() {
        return LoopbackAddress.isLoopback(host);
    }
}
