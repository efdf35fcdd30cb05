package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a probe does: {@code exec}, {@code httpGet}, {@code tcpSocket} or {@code grpc}.
 *
 * @param kind the field's name in the probe
 * @param node its value, as its author wrote it
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/#probe-check-methods">Check mechanisms</a>
 */
public record Handler(String kind, JsonNode node) {

    /** The hosts of a probe that are the machine on which the kubelet runs. */
    public static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** The largest handler that is copied into a gate, as {@link #characters} counts. */
    public static final int MAX_CHARACTERS = 65_536;

    /** The quotes and the comma of a string in JSON. */
    public static final int AROUND_TEXT = 3;

    /** Whether the kubelet opens a connection for it, rather than run a command in the container. */
    public boolean network() {
        return !kind.equals("exec");
    }

    /** The port that it probes; empty for {@code exec} and where none is given. */
    public Optional<PortReference> port() {
        return network() ? PortReference.of(node.path("port")) : Optional.empty();
    }

    /** The command of an {@code exec}; empty for others. */
    public List<String> command() {
        return Json.texts(node.path("command"));
    }

    /** The path of an {@code httpGet}. */
    public Optional<String> path() {
        return Json.text(node.path("path"));
    }

    /** The host to connect to instead of the Pod's own address, where one is set. */
    public Optional<String> host() {
        JsonNode host = node.path("host");
        // What is no text is no address of this Pod either; an API server would refuse it.
        return Json.present(host) && !host.isString()
                ? Optional.of(host.toString())
                : Json.text(host).filter(address -> !address.isEmpty());
    }

    /**
     * Whether the connection ends at this Pod. A host sends it elsewhere, even 127.0.0.1, which is the node's, not the
     * Pod's, unless the Pod shares the node's network.
     */
    public boolean reaches(Pod pod) {
        return host().map(host -> pod.hostNetwork() && LOOPBACK.contains(host)).orElse(network());
    }

    /** The length of all its strings together, each with {@link #AROUND_TEXT}. */
    public long characters() {
        return characters(node);
    }

    private static long characters(JsonNode node) {
        if (node.isString()) {
            return (long) node.stringValue().length() + AROUND_TEXT;
        }
        long characters = 0;
        for (JsonNode part : node) {
            characters += characters(part);
        }
        return characters;
    }

    /** In a few words, for a person. */
    public String describe() {
        return port().map(port -> kind + " on port " + port).orElse(kind);
    }
}
