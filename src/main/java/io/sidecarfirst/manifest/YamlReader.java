package io.sidecarfirst.manifest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One YAML document to a tree, with the meaning that kubectl gives it: SnakeYAML parses, {@link YamlScalar} says what a
 * scalar is, and this class builds the tree. Each alias is a copy of its own, so that a change in one place stays there;
 * what such copies may cost is bounded.
 *
 * @see <a href="https://github.com/kubernetes-sigs/yaml">sigs.k8s.io/yaml, which kubectl uses</a>
 * @see <a href="https://yaml.org/type/merge.html">YAML: merge keys</a>
 */
final class YamlReader {
    /** Levels of nesting; a hand-written object has about ten, a CustomResourceDefinition fifty. */
    static final int DEEPEST = 500;

    /** Nodes that the aliases of one document may add; what is written out in the file is not counted. */
    static final int MOST_COPIES = 1_000_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MERGE_TAG = "tag:yaml.org,2002:merge";

    private final ParserImpl parser;
    private final FlowColon colons;
    private final int firstLine;
    private final Map<String, Anchor> anchors = new HashMap<>();
    private long copies;

    private YamlReader(String text, int firstLine) {
        this.parser = YamlParser.of(text);
        this.colons = new FlowColon(text, new CodePoints(text));
        this.firstLine = firstLine;
    }

    /**
     * Reads one document.
     *
     * @param firstLine the line of the file on which the text starts
     * @throws ManifestException if the text is not YAML, is nested or multiplied beyond the limits, has a key twice, or
     *     a key that JSON cannot have
     */
    static JsonNode read(String text, int firstLine) {
        try {
            return new YamlReader(text, firstLine).document();
        } catch (MarkedYAMLException e) {
            throw reworded(e, firstLine);
        } catch (ReaderException e) {
            int offset = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
            throw new ManifestException(
                    firstLine + SourceText.lineAt(text, offset) - 1,
                    String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()),
                    "remove it, or write it as an escape in double quotes");
        } catch (YAMLException e) {
            throw new ManifestException(firstLine, "not valid YAML: " + e.getMessage(), "fix it there");
        }
    }

    private static ManifestException reworded(MarkedYAMLException e, int firstLine) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        int line = firstLine + (mark == null ? 0 : mark.getLine());
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t(TAB)")) {
            return new ManifestException(line, "a tab where YAML wants spaces", "indent with spaces");
        }
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return new ManifestException(line, "not valid YAML: " + context + problem, "fix it there");
    }

    private JsonNode document() {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return NODES.nullNode();
        }
        parser.getEvent();
        JsonNode root = node(parser.getEvent(), 1);
        parser.getEvent();
        Event end = parser.getEvent();
        if (!end.is(Event.ID.StreamEnd)) {
            throw error(end, "a second document starts without a marker", "put a line with --- before it");
        }
        return root;
    }

    private JsonNode node(Event event, int depth) {
        if (depth > DEEPEST) {
            throw error(event, "nested more than " + DEEPEST + " levels deep", "flatten it");
        }
        if (event instanceof AliasEvent alias) {
            return copy(alias, depth);
        }
        String name = event instanceof NodeEvent named ? named.getAnchor() : null;
        Anchor anchor = name == null ? null : new Anchor();
        if (name != null && anchor != null) {
            // The latest anchor of a name counts, also where it lies inside of an earlier one.
            anchors.put(name, anchor);
        }
        JsonNode node;
        if (event instanceof MappingStartEvent mapping) {
            node = mapping(mapping.isFlow(), depth);
        } else if (event instanceof SequenceStartEvent) {
            node = sequence(depth);
        } else if (event instanceof ScalarEvent scalar) {
            node = scalar(scalar);
        } else {
            throw error(event, "not valid YAML: unexpected " + event.getEventId(), "fix it there");
        }
        if (anchor != null) {
            anchor.node = node;
        }
        return node;
    }

    private ArrayNode sequence(int depth) {
        ArrayNode items = NODES.arrayNode();
        for (Event event = parser.getEvent(); !event.is(Event.ID.SequenceEnd); event = parser.getEvent()) {
            items.add(node(event, depth + 1));
        }
        return items;
    }

    private JsonNode mapping(boolean flow, int depth) {
        ObjectNode map = NODES.objectNode();
        Set<String> explicit = new HashSet<>();
        Optional<String> withColon = Optional.empty();
        Event event = parser.getEvent();
        for (; !event.is(Event.ID.MappingEnd); event = parser.getEvent()) {
            if (isMergeKey(event)) {
                merge(map, node(parser.getEvent(), depth), event);
                continue;
            }
            withColon = flow ? withColon(event) : Optional.empty();
            String key = withColon.isPresent() ? withColon.get() : key(event, depth);
            if (!explicit.add(key)) {
                throw error(
                        event,
                        "the key " + ManifestException.quoted(key) + " is there twice",
                        "keep one, they do not add up");
            }
            map.set(key, node(parser.getEvent(), depth + 1));
        }
        return withColon.isPresent() && !colons.endsWithBracket(event) ? NODES.stringNode(withColon.get()) : map;
    }

    /** An unquoted key that kubectl reads together with its colon. */
    private Optional<String> withColon(Event key) {
        if (!(key instanceof ScalarEvent scalar)) {
            return Optional.empty();
        }
        Optional<String> whole = colons.keyWithColon(scalar);
        if (whole.isPresent() && colons.opensValue(scalar)) {
            throw error(
                    key,
                    "no blank behind the colon of " + ManifestException.quoted(scalar.getValue()),
                    "put one there, kubectl wants it");
        }
        return whole;
    }

    /**
     * Of several maps the first wins, so they are laid down from the last. What the map itself says after the merge key beats
     * them; what it says before is overwritten, as kubectl does it, although YAML would have it otherwise.
     */
    private void merge(ObjectNode map, JsonNode value, Event at) {
        if (value instanceof ArrayNode several) {
            for (int i = several.size() - 1; i >= 0; i--) {
                mergeOne(map, several.get(i), at);
            }
        } else {
            mergeOne(map, value, at);
        }
    }

    private void mergeOne(ObjectNode map, JsonNode value, Event at) {
        if (!(value instanceof ObjectNode from)) {
            throw error(at, "<< takes a map or a list of maps", "give it an alias of a map, or quote the key");
        }
        from.properties().forEach(entry -> map.set(entry.getKey(), entry.getValue()));
    }

    private static boolean isMergeKey(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.getValue().equals("<<")
                && (scalar.getTag() == null ? scalar.isPlain() : MERGE_TAG.equals(scalar.getTag()));
    }

    private String key(Event event, int depth) {
        JsonNode key = node(event, depth + 1);
        if (key.isContainer() || key.isNull()) {
            throw error(
                    event,
                    key.isNull() ? "a key is empty or null" : "a map or a list is used as a key",
                    "Kubernetes takes strings as keys; quote it if it is meant as text");
        }
        return YamlKey.text(key);
    }

    private JsonNode scalar(ScalarEvent event) {
        String text = event.getValue();
        String tag = event.getTag();
        if (tag != null) {
            return YamlScalar.tagged(tag, text)
                    .orElseThrow(() -> error(
                            event,
                            "the value " + ManifestException.quoted(text) + " does not fit its tag " + tag,
                            "change one of them"));
        }
        return event.isPlain() ? YamlScalar.plain(text) : NODES.stringNode(text);
    }

    private JsonNode copy(AliasEvent alias, int depth) {
        Anchor anchor = anchors.get(alias.getAnchor());
        if (anchor == null) {
            throw error(alias, "*" + alias.getAnchor() + " has no anchor above it", "define &" + alias.getAnchor());
        }
        JsonNode original = anchor.node;
        if (original == null) {
            throw error(alias, "the anchor &" + alias.getAnchor() + " contains itself", "write the value out");
        }
        anchor.measure(original);
        if (depth + anchor.height - 1 > DEEPEST) {
            throw error(alias, "aliases nest more than " + DEEPEST + " levels deep", "flatten it");
        }
        copies += anchor.size;
        if (copies > MOST_COPIES) {
            throw error(alias, "aliases multiply to more than " + MOST_COPIES + " values", "write the values out");
        }
        return original.deepCopy();
    }

    private ManifestException error(Event event, String wrong, String advice) {
        return new ManifestException(firstLine + event.getStartMark().getLine(), wrong, advice);
    }

    /** A named value; without a node while the value is still being read. */
    private static final class Anchor {
        private @Nullable JsonNode node;
        private long size;
        private int height;

        /** Counts what a copy would cost, once, and only for anchors that are used. */
        void measure(JsonNode original) {
            if (size == 0) {
                height = count(original);
            }
        }

        private int count(JsonNode part) {
            size++;
            int below = 0;
            for (JsonNode child : part) {
                below = Math.max(below, count(child));
            }
            return below + 1;
        }
    }
}
