package io.sidecarfirst.cli.timeline;

import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.manifest.KubernetesObject;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.timeline.PodEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A Pod and its Events, as {@code kubectl get -o yaml} or {@code -o json} printed them into files. */
record PodDump(JsonNode pod, PodEvents events) {

    /** @throws CommandFailure if a file cannot be read, or there is not exactly one Pod in them */
    static PodDump read(List<String> names) {
        List<JsonNode> pods = new ArrayList<>();
        List<JsonNode> events = new ArrayList<>();
        for (String name : names) {
            for (KubernetesObject object : objects(name)) {
                if (object.kind().equals("Pod")) {
                    pods.add(object.tree());
                } else if (object.kind().equals("Event")) {
                    events.add(object.tree());
                }
            }
        }
        String all = String.join(", ", names);
        if (pods.size() != 1) {
            throw new CommandFailure(
                    ExitCode.INPUT,
                    all + ": there " + (pods.isEmpty() ? "is no Pod" : "are " + pods.size() + " Pods")
                            + " in it; a timeline is of one: kubectl get pod NAME -o yaml");
        }
        if (!pods.get(0).path("status").isObject()) {
            throw new CommandFailure(
                    ExitCode.INPUT,
                    all + ": the Pod has no status, so it never ran; take it from a cluster: kubectl get pod NAME -o"
                            + " yaml");
        }
        return new PodDump(
                pods.get(0),
                events.isEmpty()
                        ? PodEvents.missing("there are none in the files; add them with -f")
                        : PodEvents.of(events));
    }

    private static List<KubernetesObject> objects(String name) {
        List<KubernetesObject> objects = new ArrayList<>();
        try {
            for (Input input : Input.named(name, false)) {
                objects.addAll(Manifest.parse(input.read()).objects());
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, name + ": " + Input.problem(e));
        } catch (ManifestException e) {
            throw new CommandFailure(ExitCode.INPUT, name + ": " + e.getMessage());
        }
        return objects;
    }
}
