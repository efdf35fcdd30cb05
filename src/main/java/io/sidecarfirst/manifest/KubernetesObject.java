package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * An object of a document: the document itself, or an item of a list in it.
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
     * PodList, items that name neither their kind nor their version have those of the list, as with kubectl.
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
        String kind = text(tree.path("kind"));
        String version = text(tree.path("apiVersion"));
        if (kind.isEmpty() && version.isEmpty()) {
            kind = listKind;
            version = listVersion;
        }
        if (kind.endsWith(LIST) && tree.path("items") instanceof ArrayNode items) {
            String itemKind = kind.substring(0, kind.length() - LIST.length());
            for (int i = 0; i < items.size(); i++) {
                collect(items.get(i), at.appendProperty("items").appendIndex(i), itemKind, version, found);
            }
        } else if (tree.isObject()) {
            found.add(new KubernetesObject(kind, version, at, tree));
        }
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asString() : "";
    }
}
