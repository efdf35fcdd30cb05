package io.sidecarfirst.gate.options;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with its port in one word: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code :8080}, {@code
 * http://localhost:8080/path}, {@code tcp:127.0.0.1:8080}, and as a multiaddr {@code /ip4/127.0.0.1/tcp/8080}.
 *
 * @param scheme as in {@code http://}; empty if there is none
 * @param host empty where all addresses are meant
 * @param path what follows the port; of a multiaddr only that of a peer, which a client goes to
 * @see <a href="https://multiformats.io/multiaddr/">Multiaddr</a>
 */
record Address(String scheme, String host, int port, String path) {
    /** Programs that part a word at its last colon take {@code ::1:8080} without brackets. */
    private static final Pattern FORM = Pattern.compile("(?:([a-z][a-z0-9+.-]*(?=://)|tcp[46]?(?=:)):(?://)?)?"
            + "(\\[[0-9a-f:.]*(?:%[a-z0-9._-]+)?]|(?:0{0,4}:){2,7}0{0,3}1|[a-z0-9._*+-]*):(\\d{1,5})([/?].*)?");

    private static final Pattern MULTIADDR =
            Pattern.compile("(/)(?:ip[46]|dns[46]?)/([^/]{1,64})/tcp/(\\d{1,5})(?:(/(?:p2p|ipfs)/.*)|/.*)?");

    static Optional<Address> parse(String token) {
        if (!mayBe(token)) {
            return Optional.empty();
        }
        boolean multiaddr = token.startsWith("/");
        String lower = token.toLowerCase(Locale.ROOT);
        Matcher matcher = (multiaddr ? MULTIADDR : FORM).matcher(lower);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Address(
                multiaddr ? "" : Objects.requireNonNullElse(matcher.group(1), ""),
                matcher.group(2),
                Integer.parseInt(matcher.group(3)),
                Objects.requireNonNullElse(matcher.group(4), "")));
    }

    /** Cheaper than the patterns. */
    static boolean mayBe(String token) {
        return token.indexOf(':') >= 0 || token.startsWith("/");
    }

    static String withoutScheme(String value) {
        int scheme = value.indexOf("://");
        return scheme < 0 ? value : value.substring(scheme + 3);
    }

    boolean loopback() {
        return LoopbackAddress.isLoopback(host);
    }
}
