package io.sidecarfirst.gate;

import io.sidecarfirst.manifest.Manifest;
import tools.jackson.databind.JsonNode;

/** Trees for tests, from YAML. */
public final class Yaml {
    private Yaml() {}

    /** What the text says. */
    public static JsonNode tree(String text) {
        return Manifest.parse(text).trees().get(0);
    }

    public static Pod pod(String text) {
        return Pod.of(tree(text));
    }

    /** A Pod with the sidecar proxy and the main app. */
    public static Pod podWithSidecar(String fieldsOfSidecar) {
        return podWithSidecar("", fieldsOfSidecar, "");
    }

    /**
     * A Pod with the sidecar proxy and the main app.
     *
     * @param metadata fields, such as {@code labels: {a: b}}
     * @param sidecar fields of the sidecar
     * @param main fields of the main
     */
    public static Pod podWithSidecar(String metadata, String sidecar, String main) {
        return pod("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, %s}
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, %s}]
                  containers: [{name: app, %s}]
                """.formatted(metadata, sidecar, main));
    }
}
