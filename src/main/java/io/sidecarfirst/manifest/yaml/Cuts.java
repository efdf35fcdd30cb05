package io.sidecarfirst.manifest.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is taken out of a value: of a whole document, or of a part of it. What has nothing left goes, too, but for a
 * pair of brackets among lines: {@code annotations: {}} can be as it was before anything came into it.
 */
final class Cuts {
    /** By the name of a member or the index of an item. */
    private final Map<String, Cuts> below = new LinkedHashMap<>();

    private boolean asked;
    private boolean emptied;

    private Cuts() {}

    /**
     * Takes values out of a document.
     *
     * @param places paths of members and items, as they are before any of them is taken out
     * @throws IllegalArgumentException if a path leads nowhere, or to the document itself
     */
    static Cuts of(Document.Parsed document, Collection<JsonPointer> places) {
        Cuts all = new Cuts();
        for (JsonPointer place : places) {
            if (place.matches() || document.tree().at(place).isMissingNode()) {
                throw new IllegalArgumentException("there is nothing at " + place + " that can be taken out");
            }
            all.add(place);
        }
        all.spread(document.tree(), document.root(), false);
        return all;
    }

    private void add(JsonPointer place) {
        if (place.matches()) {
            asked = true;
        } else {
            below.computeIfAbsent(place.getMatchingProperty(), step -> new Cuts())
                    .add(place.tail());
        }
    }

    /** @param node null where the text itself has none of that meaning, but an alias or a merge */
    private void spread(JsonNode before, @Nullable SourceNode node, boolean inBrackets) {
        if (asked) {
            return;
        }
        SourceNode written = node != null && node.value().equals(before) ? node : null;
        boolean isFlow = isFlow(written);
        below.forEach((step, cuts) -> cuts.spread(child(before, step), child(written, step), isFlow));
        emptied = (inBrackets || !isFlow)
                && below.size() == before.size()
                && below.values().stream().allMatch(Cuts::isGone);
    }

    private static JsonNode child(JsonNode value, String step) {
        return value.isArray() ? value.path(Integer.parseInt(step)) : value.path(step);
    }

    private static @Nullable SourceNode child(@Nullable SourceNode node, String step) {
        if (node instanceof SourceNode.Mapping mapping) {
            return mapping.entry(step).map(SourceNode.Entry::value).orElse(null);
        }
        return node instanceof SourceNode.Sequence list ? list.items().get(Integer.parseInt(step)) : null;
    }

    private static boolean isFlow(@Nullable SourceNode node) {
        return (node instanceof SourceNode.Mapping mapping && mapping.flow())
                || (node instanceof SourceNode.Sequence list && list.flow());
    }

    /** What is taken out of its parts, by the name of a member or the index of an item. */
    Map<String, Cuts> below() {
        return below;
    }

    /** Whether it goes as a whole. */
    boolean isGone() {
        return asked || emptied;
    }

    /** Whether it goes because it has nothing left. */
    boolean isEmptied() {
        return emptied;
    }

    /** What stays of the value, if it stays. Shares nodes with it: not to be changed. */
    JsonNode result(JsonNode before) {
        if (before instanceof ObjectNode object) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(member -> left(member.getKey(), member.getValue())
                            .ifPresent(value -> result.set(member.getKey(), value)));
            return result;
        }
        if (before instanceof ArrayNode list) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < list.size(); i++) {
                left(String.valueOf(i), list.get(i)).ifPresent(result::add);
            }
            return result;
        }
        return before;
    }

    private Optional<JsonNode> left(String step, JsonNode value) {
        Cuts cuts = below.get(step);
        return cuts == null ? Optional.of(value) : cuts.isGone() ? Optional.empty() : Optional.of(cuts.result(value));
    }
}
