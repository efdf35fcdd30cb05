package io.sidecarfirst.cli.audit;

import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.audit.Report;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.installation.AdmissionObjects;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.manifest.KubernetesObject;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.observed.LivePod;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * An audit of files. Namespaces, webhook configurations and admission policies in them count as a cluster's do: a file
 * with all of a cluster's is audited as the cluster is.
 */
final class AuditFiles {
    private final List<JsonNode> trees = new ArrayList<>();
    private boolean complete = true;

    private AuditFiles() {}

    /** @param complain gets a line for each file that cannot be read; the others are */
    static AuditFiles read(List<String> names, boolean recursive, Consumer<String> complain) {
        AuditFiles files = new AuditFiles();
        for (String name : names) {
            try {
                Input.named(name, recursive).forEach(input -> files.read(input, complain));
            } catch (IOException e) {
                complain.accept(name + ": " + Input.problem(e));
                files.complete = false;
            }
        }
        return files;
    }

    private void read(Input input, Consumer<String> complain) {
        try {
            trees.addAll(Manifest.parse(input.read()).trees());
        } catch (IOException e) {
            complain.accept(input.name() + ": " + Input.problem(e));
            complete = false;
        } catch (ManifestException e) {
            complain.accept(input.name() + ": " + e.getMessage());
            complete = false;
        }
    }

    /** Whether nothing was in them, or could be read. */
    boolean isEmpty() {
        return trees.isEmpty();
    }

    /** Whether every file could be read. */
    boolean isComplete() {
        return complete;
    }

    Report report(Gate gate, Instant now) {
        OptIn optIn = OptIn.of(new AdmissionObjects(
                objects("MutatingWebhookConfiguration"),
                objects("MutatingAdmissionPolicy"),
                objects("MutatingAdmissionPolicyBinding"),
                new Installation.Assumed()));
        Audit audit = new Audit(gate, optIn, now);
        objects("Namespace").forEach(audit::namespace);
        for (JsonNode tree : trees) {
            for (Workload workload : Workloads.in(tree)) {
                add(audit, tree, workload);
            }
        }
        return audit.report(List.of());
    }

    private static void add(Audit audit, JsonNode tree, Workload workload) {
        if (workload.kind().equals("Pod") && LivePod.isLive(Pod.of(workload.pod()))) {
            audit.pod(workload.pod());
            return;
        }
        JsonNode object = tree.at(workload.object());
        audit.owner(workload.kind(), object);
        audit.workload(workload.kind(), object, workload.pod());
    }

    private List<JsonNode> objects(String kind) {
        return trees.stream()
                .flatMap(tree -> KubernetesObject.in(tree).stream())
                .filter(object -> object.kind().equals(kind))
                .map(KubernetesObject::tree)
                .toList();
    }
}
