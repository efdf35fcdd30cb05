package io.sidecarfirst.timeline;

import java.util.List;
import java.util.Optional;

/**
 * One container's life, as far as it is known.
 *
 * @param name its name
 * @param kind what it is
 * @param gated whether it has a startupProbe; always false for an init container that is no sidecar
 * @param created when it was created; only Events tell
 * @param started when its process began for the first time
 * @param passed when its gate passed for the first time
 * @param ready when it became ready for the first time
 * @param finished when it ended for good
 * @param restarts how often it was started again
 * @param now its state in one or a few words, as {@code kubectl describe} has it
 * @param spans its bar, without holes, from the Pod's creation
 */
public record ContainerTimeline(
        String name,
        ContainerKind kind,
        boolean gated,
        Optional<TimeEstimate> created,
        Optional<TimeEstimate> started,
        Optional<TimeEstimate> passed,
        Optional<TimeEstimate> ready,
        Optional<TimeEstimate> finished,
        int restarts,
        String now,
        List<Span> spans) {
    public ContainerTimeline {
        spans = List.copyOf(spans);
    }
}
