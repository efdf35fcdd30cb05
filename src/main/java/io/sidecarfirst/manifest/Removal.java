package io.sidecarfirst.manifest;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Traces;
import io.sidecarfirst.manifest.yaml.DocumentEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;

/** Takes out of manifests what {@link Injection} puts into them. */
public final class Removal {
    private Removal() {}

    /**
     * A file without what was put in.
     *
     * @param found one for each workload that had something of it, in the file's order
     * @param notices one for each document whose form could not be kept
     */
    public record Result(Manifest manifest, List<Found> found, List<DocumentEditor.Notice> notices) {
        public Result {
            found = List.copyOf(found);
            notices = List.copyOf(notices);
        }
    }

    /** What one workload had. */
    public record Found(Workload workload, Traces traces) {
        private Stream<JsonPointer> places() {
            return traces.places().stream().map(place -> workload.at().append(JsonPointer.compile(place)));
        }
    }

    /** The manifest without what was put in; a document that has nothing of it stays as it is. */
    public static Result from(Manifest manifest) {
        List<Found> all = new ArrayList<>();
        Manifest.Edited edited = manifest.remove(document -> {
            List<Found> found = Workloads.in(document.tree()).found().stream()
                    .map(workload -> new Found(workload, Traces.in(Pod.of(workload.pod()))))
                    .filter(one -> !one.traces().isNothing())
                    .toList();
            all.addAll(found);
            return found.stream().flatMap(Found::places).toList();
        });
        return new Result(edited.manifest(), all, edited.notices());
    }
}
