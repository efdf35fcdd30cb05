package io.sidecarfirst.gate.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resource {@code programs.yaml} as a tree. It is read at each start, so by SnakeYAML's parser alone: its
 * constructor and resolver would take four times as long (80 ms instead of 20). Enough for a file that is our own:
 * texts, whole numbers, true and false, no anchors.
 */
final class KnownPrograms {
    private static final String RESOURCE = "programs.yaml";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Parser events;

    private KnownPrograms(Parser events) {
        this.events = events;
    }

    static JsonNode tree() {
        try (InputStream in = KnownPrograms.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            StreamReader text = new StreamReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            Parser events = new ParserImpl(text, new LoaderOptions());
            while (!events.checkEvent(Event.ID.MappingStart)) {
                events.getEvent();
            }
            return new KnownPrograms(events).next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode next() {
        Event event = events.getEvent();
        return switch (event.getEventId()) {
            case MappingStart -> mapping();
            case SequenceStart -> sequence();
            case Scalar -> scalar((ScalarEvent) event);
            default -> throw new IllegalStateException(RESOURCE + ": " + event);
        };
    }

    private ObjectNode mapping() {
        ObjectNode mapping = NODES.objectNode();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            String key = ((ScalarEvent) events.getEvent()).getValue();
            mapping.set(key, next());
        }
        events.getEvent();
        return mapping;
    }

    private ArrayNode sequence() {
        ArrayNode sequence = NODES.arrayNode();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            sequence.add(next());
        }
        events.getEvent();
        return sequence;
    }

    private static JsonNode scalar(ScalarEvent event) {
        String value = event.getValue();
        if (event.getScalarStyle() != ScalarStyle.PLAIN) {
            return NODES.stringNode(value);
        }
        if (value.equals("true") || value.equals("false")) {
            return NODES.booleanNode(value.equals("true"));
        }
        return value.matches("[0-9]{1,9}") ? NODES.numberNode(Integer.parseInt(value)) : NODES.stringNode(value);
    }
}
