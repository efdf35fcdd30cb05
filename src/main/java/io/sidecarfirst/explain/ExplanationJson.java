package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Explanations as JSON: for programs, in names that do not change. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** An object whose {@code explanations} are these. */
    public static ObjectNode of(List<Explanation> explanations) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = root.putArray("explanations");
        explanations.forEach(explanation -> list.add(of(explanation)));
        return root;
    }

    private static ObjectNode of(Explanation explanation) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Target target = explanation.target();
        node.put("kind", target.kind()).put("name", target.name());
        target.namespace().ifPresent(namespace -> node.put("namespace", namespace));
        target.reach()
                .ifPresent(reach -> node.put("installed", reach.installed().id())
                        .put("optedIn", reach.optedIn().name().toLowerCase(Locale.ROOT))
                        .put("namespaceLeftOut", reach.isLeftOut()));
        node.put("restartPolicy", target.restartPolicy()).put("annotationsAt", target.annotations());
        ArrayNode sidecars = node.putArray("sidecars");
        explanation.sidecars().forEach(sidecar -> sidecars.add(of(sidecar)));
        ArrayNode hazards = node.putArray("hazards");
        explanation.hazards().forEach(hazard -> hazards.add(of(hazard)));
        ArrayNode warnings = node.putArray("warnings");
        explanation.plan().warnings().stream().map(Warning::text).forEach(warnings::add);
        explanation.plan().denial().ifPresent(denial -> node.put("denied", denial));
        if (!explanation.mains().isEmpty()) {
            ArrayNode mains = node.putArray("mains");
            explanation.mains().forEach(mains::add);
        }
        return node;
    }

    private static ObjectNode of(Explanation.Sidecar sidecar) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", sidecar.verdict().sidecar().name()).put("gated", sidecar.isGated());
        if (sidecar.isOnlyPlanned()) {
            node.put("wouldBeGatedInANewPod", true);
        }
        sidecar.source().ifPresent(source -> node.put("source", source.id()));
        if (sidecar.verdict() instanceof Verdict.Skipped skipped) {
            node.put("reason", skipped.reason().id());
        }
        node.put("why", sidecar.why());
        sidecar.outdated().ifPresent(text -> node.put("outdated", text));
        sidecar.hold().ifPresent(hold -> {
            node.set("startupProbe", Redacted.probe(hold.probe()));
            node.put("lagSeconds", hold.probe().periodSeconds())
                    .put("longestWaitSeconds", hold.longestWaitSeconds())
                    .put("longestWaitWithTimeoutsSeconds", hold.longestWaitWithTimeoutsSeconds());
        });
        sidecar.ifNeverReady().ifPresent(text -> node.put("ifNeverReady", text));
        sidecar.life()
                .ifPresent(life -> node.putObject("live")
                        .put("decidedAtCreation", life.decided())
                        .put("now", life.now()));
        ArrayNode changes = node.putArray("changes");
        for (Change change : sidecar.changes()) {
            ObjectNode one = changes.addObject();
            change.annotation().ifPresent(annotation -> {
                one.put("annotation", annotation);
                change.value().ifPresentOrElse(value -> one.put("value", value), () -> one.put("remove", true));
            });
            one.put("effect", change.effect());
        }
        return node;
    }

    private static ObjectNode of(Hazard.Finding finding) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("hazard", finding.id());
        finding.sidecar().ifPresent(sidecar -> node.put("sidecar", sidecar));
        node.put("text", finding.text());
        finding.see().ifPresent(see -> node.put("see", see));
        return node;
    }
}
