package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Redaction;
import io.sidecarfirst.terminal.Shortened;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Probes without what may be a secret in them, because explanations are pasted into tickets: of a header its name only,
 * of a command its program, of a path nothing after the question mark.
 */
public final class Redacted {
    private static final String LEFT_OUT = "...";
    private static final int LONGEST_MESSAGE = 200;

    private Redacted() {}

    /** The probe, without these. */
    public static ObjectNode probe(Probe probe) {
        ObjectNode copy =
                probe.node() instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        if (copy.path("httpGet") instanceof ObjectNode httpGet) {
            String path = httpGet.path("path").asString("");
            if (!path.isEmpty()) {
                httpGet.put("path", path(path));
            }
            httpGet.path("httpHeaders").forEach(header -> {
                if (header instanceof ObjectNode object) {
                    object.retain("name");
                }
            });
        }
        if (copy.path("exec") instanceof ObjectNode exec && exec.path("command") instanceof ArrayNode command) {
            words(command).forEach(exec.putArray("command")::add);
        }
        return copy;
    }

    /** What the probe asks, in a few words. */
    public static String describe(Handler handler) {
        if (handler.kind().equals("exec")) {
            return "exec " + String.join(" ", words(handler.node().path("command")));
        }
        return handler.path().map(path -> "httpGet " + path(path)).orElse(handler.kind())
                + handler.port().map(port -> " on port " + port).orElse("")
                + handler.host().map(host -> " of " + host).orElse("")
                + headers(handler.node().path("httpHeaders"));
    }

    /** What a probe does, and when. */
    static String describe(Probe probe) {
        return probe.handlers().stream().findFirst().map(Redacted::describe).orElse("of an unknown kind")
                + (probe.initialDelaySeconds() > 0
                        ? ", after a delay of " + Durations.seconds(probe.initialDelaySeconds())
                        : "")
                + ", every " + Durations.seconds(probe.periodSeconds()) + ", up to "
                + Durations.count(probe.failureThreshold(), "time")
                + ", each with " + Durations.seconds(probe.timeoutSeconds()) + " to answer";
    }

    /**
     * The first line of what the kubelet says of a failure; of a long one the beginning and the end, which says most.
     *
     * @param handler the probe's; null if it is of a kind that is not known
     */
    public static String failure(String message, @Nullable Handler handler) {
        String clean = Redaction.of(withoutArguments(message, handler));
        // A command that prints nothing leaves only what comes before its words.
        String line = clean.lines().findFirst().orElse("").strip().replaceFirst(":$", "");
        return Shortened.inTheMiddle(line, LONGEST_MESSAGE);
    }

    /** The kubelet quotes a command that takes too long in full, whatever is in it. */
    private static String withoutArguments(String message, @Nullable Handler handler) {
        List<String> command =
                handler == null ? List.of() : words(handler.node().path("command"));
        if (command.size() < 2) {
            return message;
        }
        String start = "\"" + command.get(0) + " ";
        return Pattern.compile(Pattern.quote(start) + "(.*\"|.*)", Pattern.DOTALL)
                .matcher(message)
                .replaceAll(Matcher.quoteReplacement(start + LEFT_OUT + "\""));
    }

    /** A path without its query. */
    public static String path(String path) {
        int query = path.indexOf('?');
        return query < 0 || query == path.length() - 1 ? path : path.substring(0, query + 1) + LEFT_OUT;
    }

    /** The program, and whether there is more. */
    private static List<String> words(JsonNode command) {
        List<String> words = new ArrayList<>();
        if (!command.isEmpty()) {
            String first = command.path(0).asString("");
            int blank = first.indexOf(' ');
            words.add(blank < 0 ? first : first.substring(0, blank));
            if (command.size() > 1 || blank >= 0) {
                words.add(LEFT_OUT);
            }
        }
        return words;
    }

    private static String headers(JsonNode headers) {
        List<String> names = new ArrayList<>();
        headers.forEach(header -> names.add(header.path("name").asString("")));
        return names.isEmpty() ? "" : " with the header" + (names.size() == 1 ? " " : "s ") + String.join(", ", names);
    }
}
