package io.sidecarfirst.manifest.krm;

import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.yaml.DocumentEditor.Addition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What kustomize and kpt give a function: the objects, and the function's settings. */
public final class ResourceList {
    private static final String GROUP = "config.kubernetes.io/";
    private static final JsonPointer RESULTS = JsonPointer.compile("/results");

    private final JsonNode root;

    private ResourceList(JsonNode root) {
        this.root = root;
    }

    /** The list, where a manifest is one: a single document of kind ResourceList. */
    public static Optional<ResourceList> in(Manifest manifest) {
        List<JsonNode> trees = manifest.trees();
        return trees.size() == 1 && isList(trees.get(0))
                ? Optional.of(new ResourceList(trees.get(0)))
                : Optional.empty();
    }

    private static boolean isList(JsonNode tree) {
        return tree.path("kind").asString("").equals("ResourceList")
                && tree.path("apiVersion").asString("").startsWith(GROUP);
    }

    /** What is wrong with the list itself, so that there is nothing to work on. */
    public Optional<String> fault() {
        JsonNode items = root.path("items");
        return items.isArray() || isAbsent(items) ? Optional.empty() : Optional.of("items: must be a list of objects");
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    JsonNode root() {
        return root;
    }

    /**
     * The settings of the functionConfig, by the names of the options: the data of a ConfigMap, or the spec of a
     * SidecarFirst.
     *
     * @throws FunctionConfigException if it is of another kind, or a setting is not a plain value
     */
    public Map<String, String> settings() {
        JsonNode config = root.path("functionConfig");
        if (isAbsent(config)) {
            return Map.of();
        }
        if (!config.isObject()) {
            throw new FunctionConfigException(
                    "functionConfig: must be an object: a ConfigMap with data, or a SidecarFirst with spec");
        }
        String kind = config.path("kind").asString("");
        String field = switch (kind) {
            case "ConfigMap" -> "data";
            case "SidecarFirst" -> "spec";
            default ->
                throw new FunctionConfigException("functionConfig: the kind \"" + kind
                        + "\" is unknown; use a ConfigMap with data, or a SidecarFirst with spec");
        };
        JsonNode values = config.path(field);
        if (!values.isObject() && !isAbsent(values)) {
            throw new FunctionConfigException("functionConfig: " + field + " must be an object of settings");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            if (entry.getValue().isContainer()) {
                throw new FunctionConfigException(
                        "functionConfig: " + entry.getKey() + " must be a plain value, such as \"2\"");
            }
            settings.put(entry.getKey(), entry.getValue().asString());
        }
        return settings;
    }

    /** What is added to the list for it to have these results, behind those that are there. */
    public List<Addition> additions(List<ObjectNode> results) {
        if (results.isEmpty()) {
            return List.of();
        }
        ArrayNode all = root.at(RESULTS) instanceof ArrayNode earlier
                ? earlier.deepCopy()
                : JsonNodeFactory.instance.arrayNode();
        return List.of(new Addition(RESULTS, all.addAll(results)));
    }
}
