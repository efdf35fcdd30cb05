package io.sidecarfirst.manifest.yaml;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Takes what goes out of the text of its document: whole lines in block style, parts and their commas in brackets. */
final class CutWriter {
    private final String source;
    private final TextEdit edit = new TextEdit();
    private final Obstacles obstacles;

    private CutWriter(Document.Parsed document) {
        this.source = document.source();
        this.obstacles = new Obstacles(document);
    }

    static NewText write(Cuts cuts, Document.Parsed document) {
        CutWriter writer = new CutWriter(document);
        writer.cut(cuts, document.tree(), document.root());
        return new NewText(
                writer.text(),
                writer.obstacles.obstacle(),
                writer.obstacles.suspicion(
                        "without what is taken out there, the rest would not be read as it is meant"));
    }

    /** Without a line break at its end, if it had none. */
    private String text() {
        String text = edit.applyTo(source);
        boolean isOpen = !new BlockText(source).endsWithBreak(source.length());
        if (isOpen && new BlockText(text).endsWithBreak(text.length())) {
            return text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
        }
        return text;
    }

    /** @param before what the node means; something else than it says, where a merge further down overwrites it */
    private void cut(Cuts cuts, JsonNode before, SourceNode node) {
        if (node instanceof SourceNode.Alias alias) {
            obstacles.suspectAlias(alias);
            return;
        }
        obstacles.suspectAnchor(node);
        if (before.isObject() && node instanceof SourceNode.Mapping mapping) {
            cutEntries(cuts, before, mapping);
        } else if (before.isArray()
                && node instanceof SourceNode.Sequence list
                && before.size() == list.items().size()) {
            cutItems(cuts, before, list);
        } else {
            obstacles.impossible(node, "something there is overwritten by a merge (<<)");
        }
    }

    private void cutEntries(Cuts cuts, JsonNode before, SourceNode.Mapping mapping) {
        List<SourceNode.Entry> entries = mapping.entries();
        TreeSet<Integer> gone = new TreeSet<>();
        cuts.below().forEach((name, below) -> {
            OptionalInt index = IntStream.range(0, entries.size())
                    .filter(i -> entries.get(i).name().equals(name))
                    .findFirst();
            if (index.isEmpty()) {
                obstacles.merged(mapping, name);
                return;
            }
            SourceNode value = entries.get(index.getAsInt()).value();
            if (isCutAsOne(below, value, mapping.flow())) {
                gone.add(index.getAsInt());
                return;
            }
            if (below.isEmptied() && !new BlockRemoval(source, edit).keyLine(mapping, index.getAsInt())) {
                stuck(mapping);
            }
            cut(below, before.path(name), value);
        });
        obstacles.place(mapping);
        if (!(mapping.flow()
                ? new FlowRemoval(source, edit).remove(mapping, gone)
                : new BlockRemoval(source, edit).entries(mapping, gone))) {
            stuck(mapping);
        }
    }

    /** In block style, comments between a key and what was put below it are not ours. */
    private static boolean isCutAsOne(Cuts cuts, SourceNode value, boolean inBrackets) {
        return cuts.isGone() && (inBrackets || !cuts.isEmptied() || value instanceof SourceNode.Alias);
    }

    private void cutItems(Cuts cuts, JsonNode before, SourceNode.Sequence list) {
        TreeSet<Integer> gone = new TreeSet<>();
        cuts.below().forEach((step, below) -> {
            int index = Integer.parseInt(step);
            if (below.isGone()) {
                gone.add(index);
            } else {
                cut(below, before.path(index), list.items().get(index));
            }
        });
        obstacles.place(list);
        if (!(list.flow()
                ? new FlowRemoval(source, edit).remove(list, gone)
                : new BlockRemoval(source, edit).items(list, gone))) {
            stuck(list);
        }
    }

    private void stuck(SourceNode node) {
        obstacles.impossible(node, "what is to be taken out shares a line with something else");
    }
}
