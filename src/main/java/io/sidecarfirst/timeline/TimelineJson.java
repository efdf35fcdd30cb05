package io.sidecarfirst.timeline;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A timeline for a program. Times are in RFC 3339; {@code seconds} are since the Pod's creation, or a length;
 * {@code basis} is the name of a {@link TimeEstimate.Evidence}, {@code earliest} and {@code latest} are what the truth
 * lies between. What is not known, or has not happened, is left out.
 */
public final class TimelineJson {
    private final Timeline timeline;

    private TimelineJson(Timeline timeline) {
        this.timeline = timeline;
    }

    /** All of it. */
    public static ObjectNode of(Timeline timeline) {
        return new TimelineJson(timeline).tree();
    }

    private ObjectNode tree() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("namespace", timeline.namespace());
        root.put("pod", timeline.name());
        root.put("phase", timeline.phase());
        root.put("created", timeline.created().at().toString());
        root.put("asOf", timeline.now().toString());
        ArrayNode containers = root.putArray("containers");
        timeline.containers().forEach(container -> container(containers.addObject(), container));
        ArrayNode steps = root.putArray("steps");
        timeline.steps().forEach(step -> step(steps.addObject(), step));
        strings(root.putArray("findings"), timeline.findings());
        strings(root.putArray("limits"), timeline.caveats());
        return root;
    }

    private void container(ObjectNode node, ContainerTimeline container) {
        node.put("name", container.name());
        node.put("kind", container.kind().toString());
        node.put("gated", container.isGated() || container.isAsked());
        if (container.isAsked()) {
            node.put("by", "container");
        }
        node.put("restarts", container.restarts());
        node.put("state", container.state());
        time(node, "created", container.created());
        time(node, "started", container.started());
        time(node, "gatePassed", container.gatePassed());
        time(node, "ready", container.ready());
        time(node, "finished", container.finished());
        ArrayNode spans = node.putArray("spans");
        container.spans().forEach(span -> span(spans.addObject(), span));
    }

    private void span(ObjectNode node, Span span) {
        node.put("phase", span.phase().name());
        node.put("from", secondsAt(span.from()));
        if (span.to() != null) {
            node.put("to", secondsAt(span.to()));
        }
        if (span.step() != null) {
            node.put("cause", span.step().reason().name());
            containerName(node, span.step());
        }
    }

    private void step(ObjectNode node, Step step) {
        node.put("waitsFor", step.reason().name());
        containerName(node, step);
        node.put("done", step.isDone());
        Interval interval = step.interval(timeline.now());
        node.put("from", secondsAt(step.from()));
        node.put("seconds", seconds(interval.length()));
        node.put("atLeast", seconds(interval.shortest()));
        node.put("atMost", seconds(interval.longest()));
        if (step.to() != null) {
            node.put("basis", step.to().evidence().name());
        }
        if (step.cost() != null) {
            node.put("cost", step.cost().name());
        }
    }

    private static void containerName(ObjectNode node, Step step) {
        if (step.container() != null) {
            node.put("container", step.container());
        }
    }

    private void time(ObjectNode node, String name, @Nullable TimeEstimate time) {
        if (time != null) {
            ObjectNode item = node.putObject(name);
            item.put("at", time.at().toString());
            item.put("seconds", secondsAt(time));
            item.put("earliest", time.earliest().toString());
            item.put("latest", time.latest().toString());
            item.put("basis", time.evidence().name());
        }
    }

    private double secondsAt(TimeEstimate time) {
        return seconds(Duration.between(timeline.created().at(), time.at()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static void strings(ArrayNode array, List<String> strings) {
        strings.forEach(array::add);
    }
}
