package io.sidecarfirst.gate;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One argument of the gate container: what it asks one sidecar.
 *
 * @param sidecar the sidecar's name
 * @param source what the gate is derived from
 * @param probe the handler, its port a number, and {@code timeoutSeconds}
 * @param releaseAfterSeconds when it is given up, in seconds from the container's start on; 0 for never
 */
public record GateCheck(String sidecar, SourceKind source, ObjectNode probe, int releaseAfterSeconds) {
    /**
     * The longest argument, in characters. Linux takes no argument of more than 128 KiB, and a character may be four
     * bytes.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/execve.2.html">execve: limits on size of arguments</a>
     */
    static final int MAX_CHARACTERS = 16_384;

    /** Of all arguments together, with which the container's environment has to share 2 MiB. */
    static final int MAX_TOTAL = 262_144;

    /** The most in one container, for which 16 MiB of memory are enough: with 30 they were, with 40 not always. */
    static final int MAX_CHECKS = 24;

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * What is asked: the candidate's handler, which names no port and no host, and how long an answer may take.
     *
     * @param candidate one with a single handler of the network
     * @param sidecar whose handler it is
     */
    static ObjectNode probe(Source.Candidate candidate, Container sidecar, Timing timing) {
        Handler handler = candidate.handlers().get(0);
        Probe source = candidate.probe();
        ObjectNode probe = JSON.createObjectNode()
                .put(
                        "timeoutSeconds",
                        requireNonNullElse(timing.timeoutSeconds(), source == null ? 1 : source.timeoutSeconds()));
        if (handler.node().deepCopy() instanceof ObjectNode asked) {
            sidecar.probedPort(handler).ifPresent(port -> asked.put("port", port));
            probe.set(handler.kind(), asked.without("host"));
        }
        return probe;
    }

    static GateCheck of(Verdict.Gated gated) {
        return new GateCheck(gated.sidecar().name(), gated.source(), gated.probe(), gated.releaseAfterSeconds());
    }

    /** Reads an argument; empty if it is none of this project. */
    static Optional<GateCheck> parse(String argument) {
        JsonNode check;
        try {
            check = JSON.readTree(argument.replace("$$", "$"));
        } catch (JacksonException e) {
            return Optional.empty();
        }
        Optional<String> sidecar = Json.text(check.path("sidecar"));
        Optional<SourceKind> source = Json.text(check.path("source")).flatMap(SourceKind::of);
        if (sidecar.isEmpty() || source.isEmpty() || !(check instanceof ObjectNode probe)) {
            return Optional.empty();
        }
        int releaseAfter = Json.positive(check.path("releaseAfterSeconds"), 0);
        return Optional.of(new GateCheck(
                sidecar.get(),
                source.get(),
                probe.without("sidecar").without("source").without("releaseAfterSeconds"),
                releaseAfter));
    }

    /** What is asked. */
    public Optional<Handler> handler() {
        return new Probe(probe).handlers().stream().findFirst();
    }

    /**
     * The argument: JSON in which nothing is a reference to a variable. What an API server adds by itself is left out,
     * so that a Pod gets the same from a file as on a cluster.
     *
     * @see <a
     *     href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/">
     *     Dependent environment variables</a>: {@code $$} stands for {@code $}
     */
    String argument() {
        ObjectNode check = JSON.createObjectNode();
        check.put("sidecar", sidecar).put("source", source.id());
        if (releaseAfterSeconds > 0) {
            check.put("releaseAfterSeconds", releaseAfterSeconds);
        }
        check.setAll(probe.deepCopy());
        removeDefault(check.path("httpGet"), "path", "/");
        removeDefault(check.path("httpGet"), "scheme", "HTTP");
        removeDefault(check.path("grpc"), "service", "");
        return JSON.writeValueAsString(check).replace("$", "$$");
    }

    /**
     * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe">Probe</a>: the
     *     defaults
     */
    private static void removeDefault(JsonNode handler, String field, String value) {
        if (handler instanceof ObjectNode fields
                && Json.text(fields.path(field)).filter(value::equals).isPresent()) {
            fields.remove(field);
        }
    }
}
