package io.sidecarfirst.certificates;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/**
 * The name by which clients verify a server: the host of the URL that they call, or {@code NAME.NAMESPACE.svc} of a
 * Service that an API server calls.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook">
 *     Contacting the webhook</a>
 */
public final class ServerName {
    private ServerName() {}

    /**
     * Refuses what no client verifies a server by.
     *
     * @throws IllegalArgumentException if it is neither a DNS name nor an IP address, with a port, in brackets, or a
     *     wildcard
     */
    public static void require(String name) {
        if (name.startsWith("*")) {
            throw new IllegalArgumentException("\"" + name + "\" is a wildcard, not the name of one server");
        }
        var unused = AlternativeName.of(name);
    }

    /** Whether a server's certificate is for that name. A wildcard in it stands for one label, the first. */
    static boolean isIn(X509Certificate leaf, String name) {
        CertificateNames names = CertificateNames.of(leaf);
        if (AlternativeName.isAddress(name)) {
            return names.addresses().contains(AlternativeName.address(name));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        List<String> dns = names.dns();
        return dns.contains(lower) || dns.contains("*" + lower.substring(Math.max(0, lower.indexOf('.'))));
    }
}
