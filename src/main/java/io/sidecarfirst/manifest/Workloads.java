package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a document has that is a Pod or makes Pods.
 *
 * @param found those whose Pods are known whole, in the document's order: they are decided on
 * @param unedited where native sidecars stand that are not decided on
 */
public record Workloads(List<Workload> found, List<UneditedTemplate> unedited) {
    public Workloads {
        found = List.copyOf(found);
        unedited = List.copyOf(unedited);
    }

    /** The workloads of a document. */
    public static Workloads in(JsonNode document) {
        List<Workload> found = new ArrayList<>();
        List<UneditedTemplate> unedited = new ArrayList<>();
        for (KubernetesObject object : KubernetesObject.in(document)) {
            TemplateSearch.in(object, found, unedited);
        }
        return new Workloads(found, unedited);
    }
}
