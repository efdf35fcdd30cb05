package io.sidecarfirst.gate.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hosts that are loopback, in every notation that programs take: names, 127.0.0.0/8 as inet_aton reads it, ::1 in short
 * and in full, and IPv4 addresses mapped into IPv6.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3">RFC 1122 section 3.2.1.3</a>: 127.0.0.0/8
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.5.3">RFC 4291 section 2.5.3</a>: ::1
 */
public final class LoopbackAddress {
    private static final Set<String> NAMES = Set.of(
            "localhost",
            "localhost4",
            "localhost6",
            "ip6-localhost",
            "ip6-loopback",
            "localhost.localdomain",
            "loopback",
            // The interface, and Elasticsearch's word for it.
            "lo",
            "_local_");

    /** In brackets; with two colons or more; else a name or IPv4 address. Longer ones are no host. */
    private static final Pattern FIRST =
            Pattern.compile("^(?:\\[([0-9a-f:.%a-z]{2,64})]|([0-9a-f.]{0,4}(?::[0-9a-f.]{0,16}){2,8}(?:%[a-z0-9]+)?)|"
                    + "([a-z0-9._-]{1,64}))");

    private static final Pattern ADDRESS =
            Pattern.compile("\\*|\\+|0|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[?[0-9a-f]*:[0-9a-f:.%]*]?");

    private static final Pattern EVERYWHERE = Pattern.compile("|[*+]|0+(?:\\.0+){0,3}|\\[?[0:]*]?|.*[$({].*");

    /** What may stand behind a host: the zone of an IPv6 address, the root's dot. */
    private static final Pattern ZONE_OR_DOT = Pattern.compile("%.*$|\\.$");

    private static final int GROUPS = 8;

    private LoopbackAddress() {}

    /** Whether a text is a loopback host and nothing else. */
    public static boolean isLoopback(String text) {
        if (!mayBegin(text)) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (Character.isLetter(lower.charAt(0))) {
            return NAMES.contains(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
        }
        Matcher first = FIRST.matcher(lower);
        return first.find() && first.end() == lower.length() && isHost(host(first));
    }

    /** Whether a host is one to listen on and not a name: empty, all addresses, or an IP address. */
    static boolean isAddress(String host) {
        return host.isEmpty()
                || isLoopback(host)
                || ((!Character.isLetter(host.charAt(0)) || host.indexOf(':') >= 0)
                        && ADDRESS.matcher(host).matches());
    }

    /**
     * Whether a host is neither loopback nor all addresses nor a variable: a Pod does not know its address before it
     * runs, so most likely another host is meant.
     */
    static boolean isElsewhere(String host) {
        return !EVERYWHERE.matcher(host).matches() && !isLoopback(host);
    }

    /** Whether a text is, or starts with, a loopback host. */
    public static boolean starts(String text) {
        if (!mayBegin(text)) {
            return false;
        }
        String start = text.substring(0, Math.min(text.length(), 80)).toLowerCase(Locale.ROOT);
        Matcher first = FIRST.matcher(start);
        return first.find() && isHost(host(first));
    }

    /** Cheaper than the pattern: most texts do not begin like a loopback host. */
    private static boolean mayBegin(String text) {
        if (text.isEmpty()) {
            return false;
        }
        char c = text.charAt(0);
        return (c >= '0' && c <= '9') || "lLiI_:[".indexOf(c) >= 0;
    }

    private static String host(Matcher first) {
        for (int group = 1; group <= first.groupCount(); group++) {
            if (first.start(group) >= 0) {
                return first.group(group);
            }
        }
        return "";
    }

    private static boolean isHost(String host) {
        String bare = host.indexOf('%') >= 0 || host.endsWith(".")
                ? ZONE_OR_DOT.matcher(host).replaceAll("")
                : host;
        return NAMES.contains(bare) || (bare.indexOf(':') >= 0 ? isIpv6Loopback(bare) : ipv4(bare) >>> 24 == 127);
    }

    /**
     * As inet_aton does: one to four parts, decimal, octal or hexadecimal; the last one fills what is left. -1 for what
     * is none.
     */
    private static long ipv4(String text) {
        long address = 0;
        int start = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            int dot = text.indexOf('.', start);
            long part = number(text, start, dot < 0 ? text.length() : dot);
            if (part < 0) {
                return -1;
            }
            if (dot < 0) {
                return part >>> (shift + 8) == 0 ? address | part : -1;
            }
            if (part > 0xFF) {
                return -1;
            }
            address |= part << shift;
            start = dot + 1;
        }
        return -1;
    }

    /** -1 for what is no number. */
    private static long number(String text, int start, int end) {
        boolean hexadecimal = text.startsWith("0x", start);
        int first = hexadecimal ? start + 2 : start;
        if (first >= end || end - first > (hexadecimal ? 8 : 11)) {
            return -1;
        }
        boolean octal = !hexadecimal && text.charAt(start) == '0' && end - start > 1;
        for (int i = first; i < end; i++) {
            if (Character.digit(text.charAt(i), hexadecimal ? 16 : 10) < 0) {
                return -1;
            }
            octal &= text.charAt(i) < '8';
        }
        return Long.parseLong(text, first, end, hexadecimal ? 16 : octal ? 8 : 10);
    }

    private static boolean isIpv6Loopback(String text) {
        int gap = text.indexOf("::");
        String head = gap < 0 ? text : text.substring(0, gap);
        String tail = gap < 0 ? "" : text.substring(gap + 2);
        int[] first = groups(head);
        int[] last = groups(tail);
        int count = first.length + last.length;
        if (count > GROUPS || (gap < 0 && count != GROUPS) || isBroken(first) || isBroken(last)) {
            return false;
        }
        int[] groups = Stream.of(first, new int[GROUPS - count], last)
                .flatMapToInt(Arrays::stream)
                .toArray();
        boolean zeros = Arrays.stream(groups, 0, 5).allMatch(group -> group == 0);
        boolean mapped = zeros && (groups[5] == 0xFFFF || groups[5] == 0) && groups[6] >>> 8 == 127;
        boolean one = zeros && groups[5] == 0 && groups[6] == 0 && groups[7] == 1;
        return one || mapped;
    }

    private static boolean isBroken(int... groups) {
        return Arrays.stream(groups).anyMatch(group -> group < 0);
    }

    /** The 16-bit groups; an IPv4 address at the end makes two; -1 for what is none. */
    private static int[] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        return Arrays.stream(text.split(":", -1))
                .flatMapToInt(group -> {
                    if (group.contains(".")) {
                        long address = ipv4(group);
                        return address < 0
                                ? IntStream.of(-1)
                                : IntStream.of((int) (address >>> 16), (int) (address & 0xFFFF));
                    }
                    return IntStream.of(group.matches("[0-9a-f]{1,4}") ? Integer.parseInt(group, 16) : -1);
                })
                .toArray();
    }
}
