package io.sidecarfirst.apiserver;

import java.util.regex.Pattern;

/**
 * The name of an object in a namespace.
 *
 * @param namespace a DNS label
 * @param name a DNS subdomain
 */
public record ObjectName(String namespace, String name) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    /** @throws IllegalArgumentException if one of them cannot be a name */
    public ObjectName {
        if (!LABEL.matcher(namespace).matches() || !SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + namespace + "/" + name + "\" is not of the form NAMESPACE/NAME");
        }
    }

    /**
     * Reads {@code NAMESPACE/NAME}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static ObjectName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not of the form NAMESPACE/NAME");
        }
        return new ObjectName(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
