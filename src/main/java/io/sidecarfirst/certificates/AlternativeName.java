package io.sidecarfirst.certificates;

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
        if (ADDRESS.matcher(name).matches()) {
            try {
                return new GeneralName(GeneralName.iPAddress, name);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("\"" + name + "\" is not an IP address", e);
            }
        }
        if (name.length() <= MAX_DNS_CHARACTERS && DNS.matcher(name).matches()) {
            return new GeneralName(GeneralName.dNSName, name);
        }
        throw new IllegalArgumentException("\"" + name + "\" is neither a DNS name nor an IP address");
    }
}
