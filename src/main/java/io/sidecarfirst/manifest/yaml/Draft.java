package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value to which others are added one after another, and what has become of each of its parts. A path leads through
 * the value as the additions before it have left it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4.1">RFC 6902: add</a>
 */
final class Draft {
    private static final String BEHIND_THE_LAST = "-";

    /** Null for what was not there. */
    private final @Nullable JsonNode before;

    /** Null where the old value stays, with changes inside of it. */
    private @Nullable JsonNode replacement;

    /** Of an old object: those of its members that additions went to, and new ones. */
    private final Map<String, Draft> members = new LinkedHashMap<>();

    /** Of an old list: all its items, and new ones; empty until an addition goes there. */
    private final List<Draft> items = new ArrayList<>();

    private Draft(@Nullable JsonNode before) {
        this.before = before;
    }

    /** A value that nothing was added to yet; it is not changed, whatever is added. */
    static Draft of(JsonNode before) {
        return new Draft(before);
    }

    /**
     * Adds a value: a member of an object, in the place of one that is there; or an item of a list, before the one that
     * is there.
     *
     * @throws IllegalArgumentException if the path leads nowhere
     */
    void add(JsonPointer at, JsonNode value) {
        if (at.matches()) {
            replacement = value.deepCopy();
        } else if (replacement != null) {
            addTo(replacement.at(at.head()), at.last(), value.deepCopy());
        } else if (before instanceof ObjectNode object) {
            String name = at.getMatchingProperty();
            members.computeIfAbsent(name, member -> new Draft(object.get(member)))
                    .add(at.tail(), value);
        } else if (before instanceof ArrayNode list) {
            addToItems(list, at, value);
        } else {
            throw nowhere(at);
        }
    }

    private static void addTo(JsonNode parent, JsonPointer step, JsonNode value) {
        if (parent instanceof ObjectNode object) {
            object.set(step.getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode list) {
            list.insert(newIndex(step, list.size()), value);
        } else {
            throw nowhere(step);
        }
    }

    private void addToItems(ArrayNode list, JsonPointer at, JsonNode value) {
        if (items.isEmpty()) {
            list.forEach(item -> items.add(new Draft(item)));
        }
        if (at.tail().matches()) {
            Draft item = new Draft(null);
            item.add(at.tail(), value);
            items.add(newIndex(at, items.size()), item);
        } else {
            int index = at.getMatchingIndex();
            if (index < 0 || index >= items.size()) {
                throw nowhere(at);
            }
            items.get(index).add(at.tail(), value);
        }
    }

    private static int newIndex(JsonPointer step, int size) {
        int index = step.getMatchingProperty().equals(BEHIND_THE_LAST) ? size : step.getMatchingIndex();
        if (index < 0 || index > size) {
            throw nowhere(step);
        }
        return index;
    }

    private static IllegalArgumentException nowhere(JsonPointer at) {
        return new IllegalArgumentException("there is no place at " + at + " for a value");
    }

    /** What was there; empty for what was not. */
    Optional<JsonNode> before() {
        return Optional.ofNullable(before);
    }

    /** What takes the place of the old value as a whole, or is new. */
    Optional<JsonNode> replacement() {
        return Optional.ofNullable(replacement);
    }

    /** The members of an object that are not as they were, in the order in which they were added to. */
    Map<String, Draft> changedMembers() {
        Map<String, Draft> changed = new LinkedHashMap<>();
        members.forEach((name, member) -> {
            if (member.isChanged()) {
                changed.put(name, member);
            }
        });
        return changed;
    }

    /** All items of a list, old and new, in their order; empty where nothing was added to it. */
    List<Draft> items() {
        return items;
    }

    /** Whether it means something else than before. */
    boolean isChanged() {
        return replacement != null
                ? !replacement.equals(before)
                : members.values().stream().anyMatch(Draft::isChanged)
                        || items.stream().anyMatch(Draft::isChanged);
    }

    /** What it means with all that was added. Shares nodes with the old value: not to be changed. */
    JsonNode result() {
        if (replacement != null) {
            return replacement;
        }
        if (before instanceof ObjectNode object && !members.isEmpty()) {
            ObjectNode result = JsonNodeFactory.instance.objectNode().setAll(object);
            members.forEach((name, member) -> result.set(name, member.result()));
            return result;
        }
        if (!items.isEmpty()) {
            return JsonNodeFactory.instance
                    .arrayNode()
                    .addAll(items.stream().map(Draft::result).toList());
        }
        if (before == null) {
            throw new IllegalStateException("a draft of nothing");
        }
        return before;
    }
}
