package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Goes through an object for Pod templates, and for native sidecars that are in none. An object that another holds,
 * such as a manifest in a ManifestWork or in a Template of OpenShift, is gone through as itself.
 */
final class TemplateSearch {

    /** They describe other objects, or keep what is past. */
    private static final Set<String> WITHOUT_TEMPLATES = Set.of("CustomResourceDefinition", "ControllerRevision");

    /** Here a {@code restartPolicy} makes no sidecar. */
    private static final Set<String> ORDINARY = Set.of("containers", "ephemeralContainers");

    private static final String PIECE =
            "the main containers with their images are not there, as in a patch; inject into the whole";
    private static final String UNKNOWN = "nothing tells that a Pod will be as it is written there";
    private static final String NO_OBJECT = "this is no Kubernetes object; inject into what is made with it";
    private static final String MAPPING = "containers have to be a list";
    private static final String TEXT = "it is a text in a value; inject into what is made with it";

    /** Keys of the values of charts that hold sidecars. */
    private static final Pattern KEYS_OF_SIDECARS = Pattern.compile("(?i).*(init_?containers?|sidecars?)");

    /** The path of an operation of a JSON patch. */
    private static final Pattern PATH_OF_POLICY = Pattern.compile("initContainers/[^/]+/restartPolicy$");

    /** Below these keys an operator merges what is there with its own. */
    private static final Set<String> MERGED =
            Set.of("override", "overrides", "patch", "patches", "overlay", "overlays", "podOverride", "podOverrides");

    private final KubernetesObject object;
    private final Optional<String> madeOver;
    private final List<Workload> found;
    private final List<UneditedTemplate> unedited;

    /** The names and indexes on the way from the object to where the search is. */
    private final List<Object> path = new ArrayList<>();

    private TemplateSearch(
            KubernetesObject object, Optional<String> madeOver, List<Workload> found, List<UneditedTemplate> unedited) {
        this.object = object;
        this.madeOver = madeOver;
        this.found = found;
        this.unedited = unedited;
    }

    /** Adds what there is in an object. */
    static void in(KubernetesObject object, List<Workload> found, List<UneditedTemplate> unedited) {
        new TemplateSearch(object, MadeOver.why(object), found, unedited).search();
    }

    /** Whether a workload has any native sidecar. */
    static boolean hasSidecar(Workload workload) {
        return hasSidecar(workload.pod().path("spec").path("initContainers"));
    }

    private void search() {
        if (WITHOUT_TEMPLATES.contains(object.kind())) {
            return;
        }
        Optional<JsonPointer> place = PodPlaces.of(object);
        JsonNode spec = null;
        if (place.isPresent()
                && object.tree().at(place.get()) instanceof ObjectNode pod
                && pod.path("spec") instanceof ObjectNode podSpec
                && isWhole(podSpec)) {
            found.add(new Workload(object, pod, object.at().append(place.get())));
            spec = podSpec;
        }
        for (Map.Entry<String, JsonNode> field : object.tree().properties()) {
            // What an API server notes there is no template, but may hold a copy of one.
            if (!object.isNamedByKind()
                    || (!field.getKey().equals("metadata") && !field.getKey().equals("status"))) {
                step(field.getKey(), field.getKey(), field.getValue(), spec);
            }
        }
        if (object.tree() instanceof ArrayNode list) {
            visitList("", list, null);
        }
    }

    /** Whether a Pod of one of Kubernetes' own kinds is all there, or has no sidecars so that it does not matter. */
    private boolean isWhole(ObjectNode spec) {
        JsonNode containers = spec.path("initContainers");
        return !hasSidecar(containers)
                || (containers.isArray()
                        && PodPlaces.hasMain(spec, !object.kind().equals("Pod")));
    }

    /** @param done what was found already: that very node, not one like it */
    @SuppressWarnings("ReferenceEquality")
    private void step(Object step, String key, JsonNode value, @Nullable JsonNode done) {
        if (value == done) {
            return;
        }
        path.add(step);
        if (value instanceof ObjectNode mapping) {
            visitMapping(key, mapping, done);
        } else if (value instanceof ArrayNode list) {
            visitList(key, list, done);
        } else if (value.isString() && EmbeddedText.hasSidecar(value.stringValue())) {
            unedited.add(new UneditedTemplate(object, here(), List.of(), madeOver.orElse(TEXT)));
        }
        path.remove(path.size() - 1);
    }

    private void visitMapping(String key, ObjectNode mapping, @Nullable JsonNode done) {
        if (madeOver.isEmpty() && object.isNamedByKind()) {
            KubernetesObject inner = new KubernetesObject(
                    KubernetesObject.kind(mapping), KubernetesObject.version(mapping), JsonPointer.empty(), mapping);
            if (PodPlaces.of(inner).isPresent()) {
                in(new KubernetesObject(inner.kind(), inner.apiVersion(), here(), mapping), found, unedited);
                return;
            }
            if (PodPlaces.of(object).isEmpty() && !isMerged() && PodPlaces.isTemplate(key, mapping)) {
                found.add(new Workload(object, mapping, here()));
                return;
            }
        }
        if (KEYS_OF_SIDECARS.matcher(key).matches() && !isOrdinary(key)) {
            // As charts have them: by name, or just one.
            report(mapping, mapping.propertyNames());
            if (isSidecar(mapping)) {
                report(List.of(mapping), List.of());
            }
        } else if (key.equals("value") && isSidecar(mapping)) {
            // An operation of a JSON patch.
            report(List.of(mapping), List.of());
        } else if (mapping.path("value").asString("").equals("Always")
                && PATH_OF_POLICY.matcher(mapping.path("path").asString("")).find()) {
            // One that makes a sidecar of an init container.
            unedited.add(new UneditedTemplate(object, here(), List.of(), madeOver.orElse(reason(false))));
        }
        for (Map.Entry<String, JsonNode> field : mapping.properties()) {
            step(field.getKey(), field.getKey(), field.getValue(), done);
        }
    }

    private boolean isMerged() {
        return path.stream().anyMatch(MERGED::contains);
    }

    private void visitList(String key, ArrayNode list, @Nullable JsonNode done) {
        if (!isOrdinary(key)) {
            report(list, List.of());
        }
        for (int i = 0; i < list.size(); i++) {
            step(i, "", list.get(i), done);
        }
    }

    /**
     * The sidecars of an Argo Workflow are main containers.
     *
     * @see <a href="https://argo-workflows.readthedocs.io/en/latest/walk-through/sidecars/">Argo: sidecars</a>
     */
    private boolean isOrdinary(String key) {
        return ORDINARY.contains(key)
                || (key.equals("sidecars") && object.group().equals("argoproj.io"));
    }

    /**
     * Adds the place where the search is, if there are sidecars.
     *
     * @param keys the keys that containers have, if they are a mapping
     */
    private void report(Iterable<JsonNode> containers, Collection<String> keys) {
        List<String> names = new ArrayList<>();
        Iterator<String> key = keys.iterator();
        boolean isAny = false;
        for (JsonNode container : containers) {
            String name = container.path("name").asString(key.hasNext() ? key.next() : "");
            if (isSidecar(container)) {
                isAny = true;
                names.add(name);
            }
        }
        if (isAny) {
            names.removeIf(String::isEmpty);
            unedited.add(new UneditedTemplate(object, here(), names, reason(!keys.isEmpty())));
        }
    }

    private String reason(boolean isMapping) {
        if (madeOver.isPresent()) {
            return madeOver.get();
        }
        if (!object.isNamedByKind()) {
            return NO_OBJECT;
        }
        if (isMapping) {
            return MAPPING;
        }
        JsonPointer way = wayHere();
        if (way.matches()) {
            // A list instead of a Pod.
            return PIECE;
        }
        return PodPlaces.hasMain(object.tree().at(way.head()), true) ? UNKNOWN : PIECE;
    }

    /** Where the search is in the document. */
    private JsonPointer here() {
        return object.at().append(wayHere());
    }

    private JsonPointer wayHere() {
        JsonPointer way = JsonPointer.empty();
        for (Object step : path) {
            way = step instanceof Integer index ? way.appendIndex(index) : way.appendProperty((String) step);
        }
        return way;
    }

    /** Whether a native sidecar is among containers: a list, or as charts have it a mapping from their names. */
    private static boolean hasSidecar(JsonNode containers) {
        for (JsonNode container : containers) {
            if (isSidecar(container)) {
                return true;
            }
        }
        return false;
    }

    /** A Pod has a restartPolicy as well, but neither a name nor an image beside it. */
    private static boolean isSidecar(JsonNode node) {
        return node.path("restartPolicy").asString("").equals("Always") && (node.has("image") || node.has("name"));
    }
}
