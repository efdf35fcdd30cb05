package io.sidecarfirst.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The names that a certificate gives its owner.
 *
 * @param common the subject's CN, none or one (more where somebody was creative)
 * @param dns subjectAltName dNSName (RFC 5280 section 4.2.1.6), lower case, since host names have no case
 * @param uris subjectAltName uniformResourceIdentifier, for example SPIFFE ids
 * @param addresses subjectAltName iPAddress
 */
record CertificateNames(List<String> common, List<String> dns, List<String> uris, List<String> addresses) {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    /** Names that cannot be parsed are left out: nobody is known by them. */
    static CertificateNames of(X509Certificate certificate) {
        Collection<List<?>> alternatives = alternatives(certificate);
        return new CertificateNames(
                common(certificate),
                ofType(alternatives, DNS)
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList(),
                ofType(alternatives, URI).toList(),
                ofType(alternatives, ADDRESS).toList());
    }

    /** What a client can be allowed by: CN, DNS names and URIs. An address is where it runs, not who it is. */
    List<String> identities() {
        return Stream.of(common, dns, uris).flatMap(List::stream).distinct().toList();
    }

    /** All subjectAltNames; what a server is verified by. */
    List<String> alternatives() {
        return Stream.of(dns, addresses, uris).flatMap(List::stream).toList();
    }

    /** Whether one of the {@link #identities} is in the set; case counts, except in DNS names. */
    boolean isOneOf(Set<String> allowed) {
        Set<String> lower =
                allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return Stream.of(common, uris).flatMap(List::stream).anyMatch(allowed::contains)
                || dns.stream().anyMatch(lower::contains);
    }

    private static List<String> common(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue())
                            // Bytes where the value is of no string type.
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** The JDK gives each name as a pair of its type, an Integer, and its value. */
    private static Stream<String> ofType(Collection<List<?>> alternatives, int type) {
        return alternatives.stream()
                .filter(name -> name.get(0).equals(type) && name.get(1) instanceof String)
                .map(name -> (String) name.get(1));
    }
}
