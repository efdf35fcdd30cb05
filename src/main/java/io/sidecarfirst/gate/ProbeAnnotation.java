package io.sidecarfirst.gate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The check that an annotation holds: one handler of a probe, as JSON or YAML.
 *
 * <p>An API server would refuse a Pod with a handler that is not valid, and a handler with a misspelt field would check
 * something else than meant. So this asks as much as an API server does under strict field validation, and one thing
 * more: no {@code host}, because a gate asks its own Pod.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe">Probe</a>
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go">What an
 *     API server checks: validateHandler</a>
 */
final class ProbeAnnotation {
    /** Levels of nesting; a handler with headers has four. */
    private static final int DEEPEST = 8;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The kinds of handlers, and their fields. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "exec", Set.of("command"),
            "httpGet", Set.of("path", "port", "scheme", "httpHeaders"),
            "tcpSocket", Set.of("port"),
            "grpc", Set.of("port", "service"));

    /** A number as JSON has it, and small enough to be one of 32 bits or just above. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,9})");

    private static final Pattern HEADER_NAME = Pattern.compile("[-A-Za-z0-9]+");

    private ProbeAnnotation() {}

    /** A value that cannot be used; the message says why, as the end of "cannot be used: ". */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        private UnusableException(String message) {
            super(message);
        }
    }

    /**
     * Reads a value.
     *
     * @return a probe with this handler alone, so that the defaults of Kubernetes are its timing
     * @throws UnusableException if an API server would refuse it, or it is not one handler
     */
    static Probe read(String text) throws UnusableException {
        if (text.length() > Handler.MAX_CHARACTERS) {
            throw new UnusableException("it has " + text.length() + " characters, more than " + Handler.MAX_CHARACTERS);
        }
        if (!(parse(text) instanceof ObjectNode probe)) {
            throw new UnusableException(
                    "it is not one handler, such as {\"httpGet\": {\"path\": \"/ready\", \"port\": 8080}}");
        }
        Set<String> kinds = probe.propertyNames().stream()
                .filter(kind -> Json.present(probe.path(kind)))
                .collect(Collectors.toSet());
        Optional<String> unknown = kinds.stream()
                .filter(kind -> !FIELDS.containsKey(kind))
                .sorted()
                .findFirst();
        if (unknown.isPresent()) {
            throw new UnusableException(
                    Warning.quote(unknown.get()) + " is no handler; allowed: exec, httpGet, tcpSocket, grpc");
        }
        if (kinds.size() != 1) {
            throw new UnusableException("it has " + kinds.size() + " handlers; exactly one is allowed");
        }
        String kind = kinds.iterator().next();
        if (!(probe.path(kind) instanceof ObjectNode handler)) {
            throw new UnusableException(kind + " has no fields");
        }
        check(kind, handler);
        return new Probe(NODES.objectNode().set(kind, handler));
    }

    private static void check(String kind, ObjectNode handler) throws UnusableException {
        for (String field : handler.propertyNames()) {
            if (field.equals("host")) {
                throw new UnusableException(kind + ".host: a gate asks its own Pod, so no host is allowed");
            }
            if (!FIELDS.getOrDefault(kind, Set.of()).contains(field)) {
                throw new UnusableException(kind + " has no field " + Warning.quote(field));
            }
        }
        switch (kind) {
            case "exec" -> checkCommand(handler.path("command"));
            case "grpc" -> {
                checkPort(kind, handler.path("port"), false);
                checkText("grpc.service", handler.path("service"));
            }
            case "httpGet" -> {
                checkPort(kind, handler.path("port"), true);
                checkText("httpGet.path", handler.path("path"));
                checkScheme(handler.path("scheme"));
                checkHeaders(handler.path("httpHeaders"));
            }
            default -> checkPort(kind, handler.path("port"), true);
        }
    }

    private static void checkCommand(JsonNode command) throws UnusableException {
        require(
                command.isArray()
                        && !command.path(0).asString("").isBlank()
                        && command.valueStream().allMatch(JsonNode::isString),
                "exec.command: a list of strings is required, of which the first is a program");
    }

    private static void checkPort(String kind, JsonNode port, boolean mayBeName) throws UnusableException {
        boolean number = port.isIntegralNumber()
                && port.canConvertToInt()
                && port.intValue() > 0
                && port.intValue() <= PortReference.MAX;
        // A text of digits is neither: it lacks a letter to be a name.
        boolean name = port.isString()
                && PortReference.NAME.matcher(port.stringValue()).matches();
        require(
                number || (mayBeName && name),
                kind + ".port: 1.." + PortReference.MAX + (mayBeName ? ", or the name of a port of the container," : "")
                        + " is required");
    }

    private static void checkText(String field, JsonNode text) throws UnusableException {
        require(!Json.present(text) || text.isString(), field + " is not a string");
    }

    private static void checkScheme(JsonNode scheme) throws UnusableException {
        require(
                !Json.present(scheme)
                        || Json.text(scheme)
                                .filter(Set.of("", "HTTP", "HTTPS")::contains)
                                .isPresent(),
                "httpGet.scheme: allowed: HTTP, HTTPS");
    }

    private static void checkHeaders(JsonNode headers) throws UnusableException {
        require(!Json.present(headers) || headers.isArray(), "httpGet.httpHeaders is not a list");
        for (JsonNode header : headers) {
            require(
                    header.isObject()
                            && Set.of("name", "value").containsAll(header.propertyNames())
                            && header.path("value").isString()
                            && Json.text(header.path("name"))
                                    .filter(name -> HEADER_NAME.matcher(name).matches())
                                    .isPresent(),
                    "httpGet.httpHeaders: each is a name of letters, digits and dashes, and a value, both strings");
        }
    }

    private static void require(boolean valid, String otherwise) throws UnusableException {
        if (!valid) {
            throw new UnusableException(otherwise);
        }
    }

    /** JSON is YAML, as far as a handler goes. */
    private static JsonNode parse(String text) throws UnusableException {
        try {
            Parser parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
            parser.getEvent();
            if (parser.checkEvent(Event.ID.StreamEnd)) {
                return NODES.nullNode();
            }
            parser.getEvent();
            JsonNode value = value(parser, 1);
            parser.getEvent();
            require(parser.checkEvent(Event.ID.StreamEnd), "it holds more than one document");
            return value;
        } catch (MarkedYAMLException e) {
            throw new UnusableException("it is neither JSON nor YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new UnusableException("it is neither JSON nor YAML");
        }
    }

    /** Without anchors, a value is no larger than its text. */
    private static JsonNode value(Parser parser, int depth) throws UnusableException {
        Event event = parser.getEvent();
        require(depth <= DEEPEST, "it is nested more than " + DEEPEST + " levels deep");
        require(
                event instanceof NodeEvent node
                        && node.getAnchor() == null
                        && !event.is(Event.ID.Alias)
                        && tag(event).isEmpty(),
                "anchors, aliases and tags are not allowed");
        if (event instanceof MappingStartEvent) {
            return mapping(parser, depth);
        }
        if (event instanceof SequenceStartEvent) {
            ArrayNode array = NODES.arrayNode();
            while (!parser.checkEvent(Event.ID.SequenceEnd)) {
                array.add(value(parser, depth + 1));
            }
            parser.getEvent();
            return array;
        }
        return scalar((ScalarEvent) event);
    }

    private static JsonNode mapping(Parser parser, int depth) throws UnusableException {
        ObjectNode object = NODES.objectNode();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            require(
                    !parser.checkEvent(Event.ID.MappingStart) && !parser.checkEvent(Event.ID.SequenceStart),
                    "a field's name is not a string");
            JsonNode key = value(parser, depth);
            require(key.isString(), "a field's name is not a string");
            require(!object.has(key.stringValue()), "the field " + Warning.quote(key.asString()) + " is there twice");
            object.set(key.stringValue(), value(parser, depth + 1));
        }
        parser.getEvent();
        return object;
    }

    private static Optional<String> tag(Event event) {
        return event instanceof MappingStartEvent mapping
                ? Optional.ofNullable(mapping.getTag())
                : event instanceof SequenceStartEvent sequence
                        ? Optional.ofNullable(sequence.getTag())
                        : event instanceof ScalarEvent scalar ? Optional.ofNullable(scalar.getTag()) : Optional.empty();
    }

    private static JsonNode scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return NODES.stringNode(text);
        }
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
        }
        return switch (text) {
            case "true", "false" -> NODES.booleanNode(text.equals("true"));
            case "", "null", "~" -> NODES.nullNode();
            default -> NODES.stringNode(text);
        };
    }
}
