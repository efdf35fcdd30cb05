package io.sidecarfirst.cli.audit;

import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.audit.Report;
import io.sidecarfirst.audit.WaitingPod;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.AdmissionObjects;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.manifest.KubernetesObject;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.ProbeFailures;
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
    /**
     * A document.
     *
     * @param file the name of its file
     */
    private record Read(String file, JsonNode tree) {}

    private final List<Read> documents = new ArrayList<>();
    private boolean complete = true;

    private AuditFiles() {}

    /** What a name stands for. */
    interface Names {
        List<Input> inputs(String name) throws IOException;
    }

    /** @param complain gets a line for each file that cannot be read; the others are */
    static AuditFiles read(List<String> given, Names names, Consumer<String> complain) {
        AuditFiles files = new AuditFiles();
        for (String name : given) {
            try {
                names.inputs(name).forEach(input -> files.read(input, complain));
            } catch (IOException e) {
                complain.accept(name + ": " + Input.problem(e));
                files.complete = false;
            }
        }
        return files;
    }

    private void read(Input input, Consumer<String> complain) {
        try {
            Manifest.parse(input.read()).trees().forEach(tree -> documents.add(new Read(input.name(), tree)));
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
        return documents.isEmpty();
    }

    /** Whether every file could be read. */
    boolean isComplete() {
        return complete;
    }

    Report report(Gate gate, Programs programs, Instant now) {
        OptIn optIn = OptIn.of(new AdmissionObjects(
                objects("MutatingWebhookConfiguration"),
                objects("MutatingAdmissionPolicy"),
                objects("MutatingAdmissionPolicyBinding"),
                new Installation.Assumed()));
        Audit audit = new Audit(gate, programs, optIn, now);
        objects("Namespace").forEach(audit::namespace);
        List<String> undecided = new ArrayList<>();
        for (Read document : documents) {
            Workloads workloads = Workloads.in(document.tree());
            workloads.found().forEach(workload -> add(audit, workload));
            workloads
                    .unedited()
                    .forEach(template -> undecided.add("what would be decided for " + template.describe() + " in "
                            + document.file() + ": " + template.reason()));
        }
        sayFailures(audit);
        return audit.report(undecided);
    }

    /** The Events in the files count, too. */
    private void sayFailures(Audit audit) {
        List<JsonNode> events = objects("Event");
        for (WaitingPod waiting : audit.waiting()) {
            String failure = ProbeFailures.in(events.stream()
                            .filter(event -> isAbout(event.path("involvedObject"), waiting))
                            .toList())
                    .get(waiting.waitsFor().sidecar());
            if (failure != null) {
                audit.failure(waiting, failure);
            }
        }
    }

    private static boolean isAbout(JsonNode involved, WaitingPod waiting) {
        return involved.path("kind").asString("").equals("Pod")
                && involved.path("name").asString("").equals(waiting.pod())
                && involved.path("namespace").asString("").equals(waiting.namespace());
    }

    private static void add(Audit audit, Workload workload) {
        if (workload.kind().equals("Pod") && LivePod.isLive(Pod.of(workload.pod()))) {
            audit.pod(workload.pod());
            return;
        }
        JsonNode object = workload.object().tree();
        audit.owner(workload.kind(), object);
        audit.workload(workload.kind(), object, workload.template());
    }

    private List<JsonNode> objects(String kind) {
        return documents.stream()
                .flatMap(document -> KubernetesObject.in(document.tree()).stream())
                .filter(object -> object.kind().equals(kind))
                .map(KubernetesObject::tree)
                .toList();
    }
}
