package io.sidecarfirst.manifest.yaml;

import io.sidecarfirst.manifest.yaml.SourceNode.Anchor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
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
import org.yaml.snakeyaml.reader.StreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One YAML document to its values and their places, with the meaning that kubectl gives them: SnakeYAML parses, {@link
 * ScalarReader} says what a scalar is, and this class builds the nodes. Each alias has a copy of its own, so that a
 * change in one place stays there; what such copies may cost is bounded.
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
    private static final String MERGE_KEY = "<<";
    private static final String MERGE_TAG = "tag:yaml.org,2002:merge";

    /** How many documents were parsed so far; tests count with it what a command costs. */
    static final LongAdder PARSED = new LongAdder();

    private final ParserImpl parser;
    private final SourcePositions positions;
    private final int firstLine;
    private final Map<String, Anchor> anchors = new HashMap<>();

    /** Of the anchors that are used; each is measured once. */
    private final Map<Anchor, Cost> costs = new HashMap<>();

    private long copies;

    private YamlReader(String text, int firstLine) {
        this.parser = parser(text);
        this.positions = new SourcePositions(text);
        this.firstLine = firstLine;
    }

    /**
     * Reads one document.
     *
     * @param firstLine the line of the file on which the text starts
     * @throws ManifestException if the text is not YAML, is nested or multiplied beyond the limits, has a key twice, or
     *     a key that JSON cannot have
     */
    static SourceNode read(String text, int firstLine) {
        try {
            return new YamlReader(text, firstLine).document();
        } catch (MarkedYAMLException e) {
            throw reworded(e, firstLine);
        } catch (ReaderException e) {
            int offset = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
            throw new ManifestException(
                    firstLine + Lines.lineAt(text, offset) - 1,
                    String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()),
                    "remove it, or write it as an escape in double quotes");
        } catch (YAMLException e) {
            throw new ManifestException(firstLine, "not valid YAML: " + e.getMessage(), "fix it there");
        }
    }

    /** SnakeYAML's parser, for documents of any length. */
    private static ParserImpl parser(String text) {
        PARSED.increment();
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        return new ParserImpl(new StreamReader(text), options);
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

    private SourceNode document() {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return new SourceNode.Scalar(NODES.nullNode(), 0, 0, null, false, false);
        }
        parser.getEvent();
        SourceNode root = node(parser.getEvent(), 1);
        parser.getEvent();
        Event end = parser.getEvent();
        if (!end.is(Event.ID.StreamEnd)) {
            throw error(end, "a second document starts without a marker", "put a line with --- before it");
        }
        return root;
    }

    private SourceNode node(Event event, int depth) {
        if (depth > DEEPEST) {
            throw error(event, "nested more than " + DEEPEST + " levels deep", "flatten it");
        }
        if (event instanceof AliasEvent alias) {
            return new SourceNode.Alias(
                    copy(alias, depth), positions.start(alias), positions.end(alias), alias.getAnchor());
        }
        String name = event instanceof NodeEvent named ? named.getAnchor() : null;
        Anchor anchor = name == null ? null : new Anchor(name);
        if (anchor != null) {
            // The latest anchor of a name counts, also where it lies inside of an earlier one.
            anchors.put(anchor.name(), anchor);
        }
        SourceNode node;
        if (event instanceof MappingStartEvent mapping) {
            node = mapping(mapping, anchor, depth);
        } else if (event instanceof SequenceStartEvent sequence) {
            node = sequence(sequence, anchor, depth);
        } else if (event instanceof ScalarEvent scalar) {
            node = scalar(scalar, anchor);
        } else {
            throw error(event, "not valid YAML: unexpected " + event.getEventId(), "fix it there");
        }
        if (anchor != null) {
            anchor.names(node.value());
        }
        return node;
    }

    private SourceNode sequence(SequenceStartEvent event, @Nullable Anchor anchor, int depth) {
        ArrayNode values = NODES.arrayNode();
        List<SourceNode> items = new ArrayList<>();
        List<Integer> dashes = new ArrayList<>();
        int start = positions.start(event);
        boolean flow = event.isFlow();
        int end = start;
        Event next = parser.getEvent();
        for (; !next.is(Event.ID.SequenceEnd); next = parser.getEvent()) {
            if (!flow) {
                dashes.add(positions.dash(end, positions.start(next)));
            }
            SourceNode item = node(next, depth + 1);
            end = item.end();
            items.add(item);
            values.add(item.value());
        }
        int column = dashes.isEmpty() ? 0 : positions.column(dashes.get(0));
        return new SourceNode.Sequence(
                values,
                start,
                flow ? positions.end(next) : end,
                anchor,
                flow,
                column,
                List.copyOf(dashes),
                List.copyOf(items));
    }

    private SourceNode mapping(MappingStartEvent event, @Nullable Anchor anchor, int depth) {
        ObjectNode map = NODES.objectNode();
        List<SourceNode.Entry> entries = new ArrayList<>();
        Set<String> merged = new HashSet<>(0);
        Optional<String> withColon = Optional.empty();
        boolean flow = event.isFlow();
        int column = 0;
        Event next = parser.getEvent();
        for (; !next.is(Event.ID.MappingEnd); next = parser.getEvent()) {
            column = entries.isEmpty() ? positions.keyColumn(next) : column;
            int keyStart = positions.start(next);
            if (next instanceof ScalarEvent key && isMergeKey(key)) {
                SourceNode value = node(parser.getEvent(), depth);
                merge(map, value.value(), merged, next);
                entries.add(new SourceNode.Entry(MERGE_KEY, keyStart, positions.end(next), isQuoted(next), value));
                continue;
            }
            withColon = flow && next instanceof ScalarEvent key ? withColon(key) : Optional.empty();
            String name = withColon.isPresent() ? withColon.get() : key(next, depth);
            if (map.has(name) && !merged.remove(name)) {
                throw error(
                        next,
                        "the key " + ManifestException.quoted(name) + " is there twice",
                        "keep one, they do not add up");
            }
            SourceNode value = node(parser.getEvent(), depth + 1);
            map.set(name, value.value());
            entries.add(new SourceNode.Entry(name, keyStart, positions.end(next), isQuoted(next), value));
        }
        // A lone pair in a flow list, [a: b], has no brackets of its own.
        boolean bare = !flow || !positions.endsWithBracket(next);
        int end = bare && !entries.isEmpty()
                ? entries.get(entries.size() - 1).value().end()
                : positions.end(next);
        JsonNode value = withColon.isPresent() && bare ? NODES.stringNode(withColon.get()) : map;
        return new SourceNode.Mapping(value, positions.start(event), end, anchor, flow, column, List.copyOf(entries));
    }

    /** An unquoted key that kubectl reads together with its colon. */
    private Optional<String> withColon(ScalarEvent key) {
        Optional<String> whole = positions.keyWithColon(key);
        if (whole.isPresent() && positions.opensValue(key)) {
            throw error(
                    key,
                    "no blank behind the colon of " + ManifestException.quoted(key.getValue()),
                    "put one there, kubectl wants it");
        }
        return whole;
    }

    private String key(Event event, int depth) {
        JsonNode key = node(event, depth + 1).value();
        if (key.isContainer() || key.isNull()) {
            throw error(
                    event,
                    key.isNull() ? "a key is empty or null" : "a map or a list is used as a key",
                    "Kubernetes takes strings as keys; quote it if it is meant as text");
        }
        return ScalarReader.key(key);
    }

    private static boolean isQuoted(Event key) {
        return key instanceof ScalarEvent scalar && scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    }

    private SourceNode scalar(ScalarEvent event, @Nullable Anchor anchor) {
        boolean block = event.getScalarStyle() == ScalarStyle.LITERAL || event.getScalarStyle() == ScalarStyle.FOLDED;
        int end = block ? positions.blockEnd(event) : positions.end(event);
        return new SourceNode.Scalar(value(event), positions.start(event), end, anchor, block, event.getTag() != null);
    }

    /**
     * Of several maps the first wins, so they are laid down from the last. What the map itself says after the merge key
     * beats them; what it says before is overwritten, as kubectl does it, although YAML would have it otherwise.
     *
     * @param merged gets the keys that the map itself has not said, and may still say
     */
    private void merge(ObjectNode map, JsonNode value, Set<String> merged, Event at) {
        if (value instanceof ArrayNode several) {
            for (int i = several.size() - 1; i >= 0; i--) {
                mergeOne(map, several.get(i), merged, at);
            }
        } else {
            mergeOne(map, value, merged, at);
        }
    }

    private void mergeOne(ObjectNode map, JsonNode value, Set<String> merged, Event at) {
        if (!(value instanceof ObjectNode from)) {
            throw error(at, "<< takes a map or a list of maps", "give it an alias of a map, or quote the key");
        }
        from.properties().forEach(entry -> {
            if (map.replace(entry.getKey(), entry.getValue()) == null) {
                merged.add(entry.getKey());
            }
        });
    }

    private static boolean isMergeKey(ScalarEvent key) {
        return key.getValue().equals(MERGE_KEY)
                && (key.getTag() == null ? key.isPlain() : MERGE_TAG.equals(key.getTag()));
    }

    private JsonNode value(ScalarEvent event) {
        String written = event.getValue();
        if (isQuoted(event) && written.codePoints().anyMatch(ScalarWriter::isHalfACharacter)) {
            throw error(
                    event,
                    "a \\u escape of half a character, which no file can hold",
                    "write the whole character, kubectl reads no halves");
        }
        String tag = event.getTag();
        if (tag != null) {
            return ScalarReader.tagged(tag, written)
                    .orElseThrow(() -> error(
                            event,
                            "the value " + ManifestException.quoted(written) + " does not fit its tag " + tag,
                            "change one of them"));
        }
        return event.isPlain() ? ScalarReader.plain(written) : NODES.stringNode(written);
    }

    private JsonNode copy(AliasEvent alias, int depth) {
        Anchor anchor = anchors.get(alias.getAnchor());
        if (anchor == null) {
            throw error(alias, "*" + alias.getAnchor() + " has no anchor above it", "define &" + alias.getAnchor());
        }
        JsonNode original = anchor.value();
        if (original == null) {
            throw error(alias, "the anchor &" + alias.getAnchor() + " contains itself", "write the value out");
        }
        anchor.use();
        Cost cost = costs.computeIfAbsent(anchor, used -> Cost.of(original));
        if (depth + cost.height() - 1 > DEEPEST) {
            throw error(alias, "aliases nest more than " + DEEPEST + " levels deep", "flatten it");
        }
        copies += cost.nodes();
        if (copies > MOST_COPIES) {
            throw error(alias, "aliases multiply to more than " + MOST_COPIES + " values", "write the values out");
        }
        return original.deepCopy();
    }

    private ManifestException error(Event event, String wrong, String advice) {
        return new ManifestException(firstLine + event.getStartMark().getLine(), wrong, advice);
    }

    /** What a copy of a tree costs: so many nodes, in so many levels. */
    private record Cost(long nodes, int height) {
        static Cost of(JsonNode tree) {
            long nodes = 1;
            int below = 0;
            for (JsonNode child : tree) {
                Cost cost = of(child);
                nodes += cost.nodes();
                below = Math.max(below, cost.height());
            }
            return new Cost(nodes, below + 1);
        }
    }
}
