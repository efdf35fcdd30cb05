package io.sidecarfirst.certificates;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;

/** A subjectAltName out of what a person wrote: an IP address where it reads as one, else a DNS name. */
final class AlternativeName {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** RFC 1123 labels, the first may be a wildcard (RFC 6125 section 6.4.3). */
    private static final Pattern DNS = Pattern.compile(
            "(\\*\\.)?[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

    private static final int MAX_DNS_CHARACTERS = 253;

    private AlternativeName() {}

    /**
     * @throws IllegalArgumentException if it is neither
     */
    static GeneralName of(String name) {
        if (isAddress(name)) {
            return new GeneralName(GeneralName.iPAddress, address(name));
        }
        if (name.length() <= MAX_DNS_CHARACTERS && DNS.matcher(name).matches()) {
            return new GeneralName(GeneralName.dNSName, name);
        }
        throw new IllegalArgumentException("\"" + name + "\" is neither a DNS name nor an IP address");
    }

    /** Whether it can be an IP address only, if anything. */
    static boolean isAddress(String name) {
        return ADDRESS.matcher(name).matches();
    }

    /**
     * An IP address as the JDK writes it. An IPv4 address in IPv6 notation becomes that IPv4 address: clients take
     * both for the same one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String address(String name) {
        try {
            // The JDK alone would take 1.2.3 for an address.
            var unused = new GeneralName(GeneralName.iPAddress, name);
            String written = InetAddress.getByName(name).getHostAddress();
            // Of 010.0.0.1 some programs make 8.0.0.1, and an API server's language makes nothing.
            if (name.contains(":") || name.equals(written)) {
                return written;
            }
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new IllegalArgumentException("\"" + name + "\" is not an IP address", e);
        }
        throw new IllegalArgumentException("\"" + name + "\" is not an IP address");
    }
}
