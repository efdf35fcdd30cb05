package io.sidecarfirst.release;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.SidecarOverrides;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a sidecar is, as far as it decides whether a gate opens: its image, command, arguments, environment and ports,
 * what its own probes ask, and the port or the check that an annotation gives for it. Who edits any of these has
 * another sidecar.
 *
 * <p>It is the same for a manifest and for what an API server makes of it: defaults that it fills in do not count. The
 * volume mounts do not count either, because it adds one with a random name, and neither does {@code hostPort}, which
 * it fills in for Pods on their node's network.
 *
 * @param value 16 hexadecimal digits, the first of a SHA-256
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container">Container</a>
 */
public record Fingerprint(String value) {
    private static final int LENGTH = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + LENGTH + "}");
    private static final List<String> FIELDS = List.of("image", "command", "args", "env", "envFrom", "ports");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * What an API server fills in below these fields, by the members' names.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go">Defaults</a>
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "protocol", "TCP",
            "apiVersion", "v1",
            "divisor", "0",
            "scheme", "HTTP",
            "path", "/");

    /** @throws IllegalArgumentException if it is not of that form */
    public Fingerprint {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is not 16 hexadecimal digits");
        }
    }

    /** That of a sidecar of this Pod. */
    public static Fingerprint of(Pod pod, Container sidecar) {
        return of(sidecar, SidecarOverrides.of(pod, sidecar));
    }

    /**
     * That of a sidecar.
     *
     * @param asked what its Pod's annotations ask for it
     */
    public static Fingerprint of(Container sidecar, SidecarOverrides asked) {
        ObjectNode parts = NODES.objectNode();
        FIELDS.forEach(field -> parts.set(field, sidecar.node().path(field)));
        parts.set("readinessProbe", handlers(sidecar.readinessProbe().orElse(null)));
        parts.set("livenessProbe", handlers(sidecar.livenessProbe().orElse(null)));
        parts.set("askedProbe", handlers(asked.probe()));
        parts.put("askedPort", asked.port() == null ? "" : asked.port().toString());
        return new Fingerprint(digits(canonical(parts).toString()));
    }

    /** The timing of a probe says nothing about what answers. */
    private static ObjectNode handlers(@Nullable Probe probe) {
        ObjectNode handlers = NODES.objectNode();
        if (probe != null) {
            for (Handler handler : probe.handlers()) {
                handlers.set(handler.kind(), handler.node());
            }
        }
        return handlers;
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isArray()) {
            ArrayNode items = NODES.arrayNode();
            node.forEach(item -> items.add(canonical(item)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        Map<String, JsonNode> members = new TreeMap<>();
        node.forEachEntry((name, value) -> {
            JsonNode member = canonical(value);
            if (!name.equals("hostPort") && !isDefault(name, member)) {
                members.put(name, member);
            }
        });
        ObjectNode sorted = NODES.objectNode();
        members.forEach(sorted::set);
        return sorted;
    }

    /** What an API server leaves out, or fills in. */
    private static boolean isDefault(String name, JsonNode value) {
        boolean isEmpty = value.isContainer() && value.isEmpty();
        boolean isUnset = value.isMissingNode() || value.isNull() || (value.isBoolean() && !value.booleanValue());
        return isEmpty
                || isUnset
                || (value.isString()
                        && (value.stringValue().isEmpty() || value.stringValue().equals(DEFAULTS.get(name))));
    }

    /** The first 16 hexadecimal digits of the SHA-256 of any text. */
    public static String digits(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
