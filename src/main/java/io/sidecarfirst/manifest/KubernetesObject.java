package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * An object of a document: the document itself, an item of a list in it, or one that another object holds.
 *
 * @param kind empty where there is none
 * @param apiVersion empty where there is none
 * @param at where in the document it is
 * @param tree what it says
 */
public record KubernetesObject(String kind, String apiVersion, JsonPointer at, JsonNode tree) {
    private static final String LIST = "List";

    /**
     * The objects of a document, in its order. A list is not one of them, but its items are. In a list such as a
     * PodList, items that name neither their kind nor their version have those of the list, as with kubectl. What is
     * no Kubernetes object, such as the values of a chart or the operations of a JSON patch, is one without a kind.
     *
     * @see <a href="https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/unstructured/helpers.go">
     *     unstructuredJSONScheme.decodeToList</a>
     */
    public static List<KubernetesObject> in(JsonNode document) {
        List<KubernetesObject> found = new ArrayList<>();
        collect(document, JsonPointer.empty(), "", "", found);
        return found;
    }

    private static void collect(
            JsonNode tree, JsonPointer at, String listKind, String listVersion, List<KubernetesObject> found) {
        String kind = kind(tree);
        String version = version(tree);
        if (kind.isEmpty() && version.isEmpty()) {
            kind = listKind;
            version = listVersion;
        }
        if (kind.endsWith(LIST) && tree.path("items") instanceof ArrayNode items) {
            String itemKind = kind.substring(0, kind.length() - LIST.length());
            for (int i = 0; i < items.size(); i++) {
                collect(items.get(i), at.appendProperty("items").appendIndex(i), itemKind, version, found);
            }
        } else if (tree.isContainer()) {
            found.add(new KubernetesObject(kind, version, at, tree));
        }
    }

    static String kind(JsonNode tree) {
        return text(tree.path("kind")).orElse("");
    }

    static String version(JsonNode tree) {
        return text(tree.path("apiVersion")).orElse("");
    }

    /** The API group; empty for the core group, and where there is no version. */
    String group() {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    /** Whether it says what it is. */
    boolean isNamedByKind() {
        return !kind.isEmpty() && !apiVersion.isEmpty();
    }

    /** {@code metadata.name}, or {@code metadata.generateName} and a {@code *}, or {@code (no name)}. */
    public String name() {
        JsonNode metadata = tree.path("metadata");
        return text(metadata.path("name"))
                .or(() -> text(metadata.path("generateName")).map(prefix -> prefix + "*"))
                .orElse("(no name)");
    }

    /** Null where the file names none. */
    public @Nullable String namespace() {
        return text(tree.path("metadata").path("namespace")).orElse(null);
    }

    /** A place of the document, as one of this object. */
    JsonPointer within(JsonPointer place) {
        JsonPointer rest = place;
        for (JsonPointer step = at; !step.matches(); step = step.tail()) {
            rest = rest.tail();
        }
        return rest;
    }

    /** The way from this object to a place in it, such as {@code spec.tasks[0].template}; empty for itself. */
    String pathOf(JsonPointer place) {
        JsonPointer rest = within(place);
        StringBuilder path = new StringBuilder();
        JsonNode node = tree;
        for (; !rest.matches(); rest = rest.tail()) {
            if (node.isArray()) {
                path.append('[').append(rest.getMatchingIndex()).append(']');
                node = node.path(rest.getMatchingIndex());
            } else {
                path.append(path.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
                node = node.path(rest.getMatchingProperty());
            }
        }
        return path.toString();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull()
                ? Optional.of(node.asString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
