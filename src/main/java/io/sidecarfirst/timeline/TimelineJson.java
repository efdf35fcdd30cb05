package io.sidecarfirst.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A timeline for a program. Times are in RFC 3339; {@code seconds} are since the Pod's creation, or a length; {@code basis} is
 * the name of a {@link Evidence}, {@code earliest} and {@code latest} are what the truth lies between. What is not known, or has
 * not happened, is left out.
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
        root.put("created", text(timeline.created().at()));
        root.put("asOf", text(timeline.now()));
        ArrayNode containers = root.putArray("containers");
        timeline.lanes().forEach(lane -> container(containers.addObject(), lane));
        ArrayNode steps = root.putArray("steps");
        timeline.steps().forEach(step -> step(steps.addObject(), step));
        strings(root.putArray("findings"), timeline.findings());
        strings(root.putArray("limits"), timeline.limits());
        return root;
    }

    private void container(ObjectNode node, ContainerTimeline lane) {
        node.put("name", lane.name());
        node.put("kind", lane.kind().toString());
        node.put("gated", lane.gated());
        node.put("restarts", lane.restarts());
        node.put("state", lane.now());
        moment(node, "created", lane.created());
        moment(node, "started", lane.started());
        moment(node, "gatePassed", lane.passed());
        moment(node, "ready", lane.ready());
        moment(node, "finished", lane.finished());
        ArrayNode spans = node.putArray("spans");
        for (Span span : lane.spans()) {
            ObjectNode item = spans.addObject();
            item.put("phase", span.phase().name());
            item.put("from", seconds(since(span.from())));
            span.to().ifPresent(end -> item.put("to", seconds(since(end))));
            span.step().ifPresent(step -> {
                item.put("cause", step.cause().name());
                step.who().ifPresent(who -> item.put("container", who));
            });
        }
    }

    private void step(ObjectNode node, Step step) {
        node.put("waitsFor", step.cause().name());
        step.who().ifPresent(who -> node.put("container", who));
        node.put("done", step.to().isPresent());
        Interval stretch = step.stretch(timeline.now());
        node.put("from", seconds(since(step.from())));
        node.put("seconds", seconds(stretch.length()));
        node.put("atLeast", seconds(stretch.shortest()));
        node.put("atMost", seconds(stretch.longest()));
        step.to().ifPresent(end -> node.put("basis", end.basis().name()));
    }

    private void moment(ObjectNode node, String name, Optional<TimeEstimate> moment) {
        moment.ifPresent(at -> {
            ObjectNode item = node.putObject(name);
            item.put("at", text(at.at()));
            item.put("seconds", seconds(since(at)));
            item.put("earliest", text(at.earliest()));
            item.put("latest", text(at.latest()));
            item.put("basis", at.basis().name());
        });
    }

    private Duration since(TimeEstimate moment) {
        return Duration.between(timeline.created().at(), moment.at());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static String text(Instant at) {
        return at.toString();
    }

    private static void strings(ArrayNode array, List<String> strings) {
        strings.forEach(array::add);
    }
}
