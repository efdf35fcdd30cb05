package io.sidecarfirst.manifest;

import io.sidecarfirst.manifest.SourceNode.Anchor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import tools.jackson.databind.JsonNode;

/** Where in the text of a YAML document its values stand. */
final class YamlLayout {
    private final String text;
    private final CodePoints codePoints;
    private final FlowColon colons;
    private final ParserImpl parser;
    private final Map<String, Anchor> anchors = new HashMap<>();

    private YamlLayout(String text) {
        this.text = text;
        this.codePoints = new CodePoints(text);
        this.colons = new FlowColon(text, codePoints);
        this.parser = YamlParser.of(text);
    }

    /** The layout of a document that {@link YamlReader} has read without complaint. */
    static SourceNode of(String text) {
        YamlLayout layout = new YamlLayout(text);
        layout.parser.getEvent();
        layout.parser.getEvent();
        return layout.node(layout.parser.getEvent());
    }

    private SourceNode node(Event event) {
        int start = offset(event.getStartMark());
        if (event instanceof AliasEvent alias) {
            Optional.ofNullable(anchors.get(alias.getAnchor())).ifPresent(Anchor::use);
            return new SourceNode.Alias(start, offset(event.getEndMark()), alias.getAnchor());
        }
        Optional<Anchor> anchor = event instanceof NodeEvent named
                ? Optional.ofNullable(named.getAnchor()).map(Anchor::new)
                : Optional.empty();
        anchor.ifPresent(name -> anchors.put(name.name(), name));
        if (event instanceof MappingStartEvent mapping) {
            return mapping(mapping, start, anchor);
        }
        if (event instanceof SequenceStartEvent sequence) {
            return sequence(sequence, start, anchor);
        }
        return scalar((ScalarEvent) event, start, anchor);
    }

    private SourceNode mapping(MappingStartEvent event, int start, Optional<Anchor> anchor) {
        List<SourceNode.Entry> entries = new ArrayList<>();
        int column = 0;
        Event next = parser.getEvent();
        for (; !next.is(Event.ID.MappingEnd); next = parser.getEvent()) {
            column = entries.isEmpty() ? column(next.getStartMark()) : column;
            String name = next instanceof ScalarEvent scalar ? name(scalar, event.isFlow()) : "";
            SourceNode key = node(next);
            entries.add(new SourceNode.Entry(key, name, node(parser.getEvent())));
        }
        boolean flow = event.isFlow();
        int end = flow
                ? offset(next.getEndMark())
                : entries.get(entries.size() - 1).value().end();
        return new SourceNode.Mapping(start, end, anchor, flow, column, List.copyOf(entries));
    }

    private SourceNode sequence(SequenceStartEvent event, int start, Optional<Anchor> anchor) {
        List<SourceNode> items = new ArrayList<>();
        Event next = parser.getEvent();
        for (; !next.is(Event.ID.SequenceEnd); next = parser.getEvent()) {
            items.add(node(next));
        }
        boolean flow = event.isFlow();
        int end = flow ? offset(next.getEndMark()) : items.get(items.size() - 1).end();
        Optional<Integer> dash = !flow && text.startsWith("-", start)
                ? Optional.of(event.getStartMark().getColumn())
                : Optional.empty();
        return new SourceNode.Sequence(start, end, anchor, flow, dash, List.copyOf(items));
    }

    private SourceNode scalar(ScalarEvent event, int start, Optional<Anchor> anchor) {
        int end = offset(event.getEndMark());
        SourceNode.Quotes quotes = quotes(event.getScalarStyle());
        if (quotes == SourceNode.Quotes.BLOCK) {
            end = blockEnd(event.getValue(), end);
        }
        return new SourceNode.Scalar(start, end, anchor, quotes, event.getTag() != null);
    }

    private static SourceNode.Quotes quotes(ScalarStyle style) {
        return switch (style) {
            case SINGLE_QUOTED -> SourceNode.Quotes.SINGLE;
            case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> SourceNode.Quotes.DOUBLE;
            case LITERAL, FOLDED -> SourceNode.Quotes.BLOCK;
            case PLAIN -> SourceNode.Quotes.NONE;
        };
    }

    /** SnakeYAML's mark lies behind the empty lines that follow; they are text only where white space is kept. */
    private int blockEnd(String value, int mark) {
        String shown = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        boolean keepsSpace =
                value.isBlank() ? !value.isEmpty() : " \t\n".indexOf(shown.charAt(shown.length() - 1)) >= 0;
        if (keepsSpace) {
            int lineStart = Lines.startOf(text, mark);
            return Lines.skipSpace(text, lineStart, mark) == mark && mark < text.length() ? lineStart : mark;
        }
        int end = mark;
        while (end > 0 && " \t\r\n".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** An explicit key, {@code ? key}, stands where its question mark does. */
    private int column(Mark key) {
        int start = offset(key);
        int before = start;
        while (before > 0 && text.charAt(before - 1) == ' ') {
            before--;
        }
        boolean explicit = before > 0 && before < start && text.charAt(before - 1) == '?';
        return explicit ? key.getColumn() - (start - before) - 1 : key.getColumn();
    }

    private String name(ScalarEvent key, boolean flow) {
        return (flow ? colons.keyWithColon(key) : Optional.<String>empty()).orElseGet(() -> name(key));
    }

    private static String name(ScalarEvent key) {
        if (key.getTag() != null || !key.isPlain()) {
            return key.getValue();
        }
        JsonNode meaning = YamlScalar.plain(key.getValue());
        return meaning.isNull() ? "" : YamlKey.text(meaning);
    }

    private int offset(Mark mark) {
        return codePoints.offset(mark.getIndex());
    }
}
