package io.sidecarfirst.manifest;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonPointer;

/**
 * A place with native sidecars that are not decided on, because the Pod that they come to be in cannot be seen.
 *
 * @param object the object that they stand in
 * @param at where in the document: what holds the list of them, or the text that they are in
 * @param sidecars their names as far as they have any, in their order
 * @param reason why nothing is decided, and what to do; begins in lower case
 */
public record UneditedTemplate(KubernetesObject object, JsonPointer at, List<String> sidecars, String reason) {
    public UneditedTemplate {
        sidecars = List.copyOf(sidecars);
    }

    /** What it is and where: {@code a Pod template of kind Kustomization at patches[0].patch (sidecar proxy)}. */
    public String describe() {
        String names = sidecars.stream().distinct().collect(Collectors.joining(", "));
        String what = switch (object.kind()) {
            case "" -> "a piece of a Pod";
            case "Pod" -> "a Pod";
            default -> "a Pod template of kind " + object.kind();
        };
        return what
                + " at " + object.pathOf(at)
                + (names.isEmpty() ? "" : " (sidecar" + (names.contains(", ") ? "s " : " ") + names + ")");
    }
}
