package io.sidecarfirst.release;

import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.terminal.Shortened;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A gate that was given up. Texts that are too long are cut, so that what is remembered has a bound.
 *
 * @param namespace where; a DNS label
 * @param fingerprint which sidecar, as it was written
 * @param sidecar the container's name
 * @param source what the gate was derived from
 * @param check what it asked, in words, such as {@code tcpSocket on port 8080}; without secrets
 * @param image the sidecar's
 * @param workload whose Pod it was, in words, such as {@code Deployment web}; empty for a Pod of its own
 * @param pod the name of the Pod that waited
 * @param at when it was given up, in whole seconds
 * @param afterSeconds how long the Pod had waited then
 */
public record Release(
        String namespace,
        Fingerprint fingerprint,
        String sidecar,
        SourceKind source,
        String check,
        String image,
        String workload,
        String pod,
        Instant at,
        long afterSeconds) {
    static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MAX_TEXT = 253;

    /** @throws IllegalArgumentException if the namespace cannot be one */
    public Release {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException("\"" + namespace + "\" is no namespace");
        }
        sidecar = Shortened.atEnd(sidecar, MAX_TEXT);
        check = Shortened.atEnd(check, MAX_TEXT);
        image = Shortened.atEnd(image, MAX_TEXT);
        workload = Shortened.atEnd(workload, MAX_TEXT);
        pod = Shortened.atEnd(pod, MAX_TEXT);
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Its name, and its key in the ConfigMap: {@code payments.0123456789abcdef}. */
    public String name() {
        return name(namespace, fingerprint);
    }

    static String name(String namespace, Fingerprint fingerprint) {
        return namespace + "." + fingerprint;
    }

    /** All but its name, in names that do not change. */
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sidecar", sidecar)
                .put("source", source.id())
                .put("check", check)
                .put("image", image)
                .put("workload", workload)
                .put("pod", pod)
                .put("at", at.toString())
                .put("afterSeconds", afterSeconds);
    }

    /** What happened, as a clause whose "its" is the sidecar. */
    public String detail() {
        return "its gate (" + check + ") did not open within " + afterSeconds + " seconds on "
                + at.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10)
                + "; edit the sidecar, or run: sidecar-first release --forget " + name();
    }
}
