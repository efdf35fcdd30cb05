package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.installation.Coverage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
        putUnlessNull(node, "namespace", target.namespace());
        Coverage coverage = target.coverage();
        if (coverage != null) {
            node.put("installed", coverage.installation().id())
                    .put("optedIn", coverage.optedIn().name().toLowerCase(Locale.ROOT))
                    .put("namespaceLeftOut", coverage.isLeftOut());
            if (coverage.labelToSet() != null) {
                node.put("toOptIn", coverage.labelToSet().command());
            }
            putUnlessNull(node, "settings", coverage.settings());
        }
        node.put("restartPolicy", target.restartPolicy()).put("annotationsAt", target.annotationsPath());
        ArrayNode sidecars = node.putArray("sidecars");
        explanation.sidecars().forEach(sidecar -> sidecars.add(of(sidecar)));
        ArrayNode hazards = node.putArray("hazards");
        explanation.hazards().forEach(hazard -> hazards.add(of(hazard)));
        ArrayNode warnings = node.putArray("warnings");
        explanation.warnings().stream().map(Warning::text).forEach(warnings::add);
        explanation.plan().denial().ifPresent(denial -> node.put("denied", denial));
        target.otherWait().ifPresent(wait -> node.put("otherWait", wait));
        if (!explanation.mains().isEmpty()) {
            ArrayNode mains = node.putArray("mains");
            explanation.mains().forEach(mains::add);
        }
        if (explanation.pods() != null) {
            node.set("pods", explanation.pods().tree());
        }
        return node;
    }

    private static ObjectNode of(Explanation.Sidecar sidecar) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", sidecar.verdict().sidecar().name()).put("gated", sidecar.isGated());
        if (sidecar.wouldBeGatedInNewPod()) {
            node.put("wouldBeGatedInANewPod", true);
        }
        sidecar.source().ifPresent(source -> node.put("source", source.id()));
        if (sidecar.verdict() instanceof Verdict.Skipped skipped) {
            node.put("reason", skipped.reason().id());
        }
        if (sidecar.guess() != null) {
            node.put("guess", true);
        }
        node.put("why", sidecar.why());
        putUnlessNull(node, "outdated", sidecar.outdated());
        BlockingProbe blockingProbe = sidecar.blockingProbe();
        if (blockingProbe != null) {
            node.set("startupProbe", Redacted.probe(blockingProbe.probe()));
            node.put("lagSeconds", blockingProbe.lagSeconds())
                    .put("longestWaitSeconds", blockingProbe.longestWaitSeconds())
                    .put("longestWaitWithTimeoutsSeconds", blockingProbe.longestWaitWithTimeoutsSeconds());
            if (blockingProbe.release().isGivenUp()) {
                node.put("givenUpAfterSeconds", blockingProbe.release().seconds());
            }
        }
        AskedFromInside fromInside = sidecar.fromInside();
        if (fromInside != null) {
            node.put("gate", "container")
                    .set("check", Redacted.probe(new Probe(fromInside.gated().probe())));
            if (fromInside.givenUpAfterSeconds() > 0) {
                node.put("givenUpAfterSeconds", fromInside.givenUpAfterSeconds());
            }
        }
        putUnlessNull(node, "ifNeverReady", sidecar.ifNeverReady());
        LiveStatus liveStatus = sidecar.liveStatus();
        if (liveStatus != null) {
            ObjectNode live = node.putObject("live")
                    .put("decidedAtCreation", liveStatus.decidedAtCreation())
                    .put("now", liveStatus.now());
            liveStatus.cause().ifPresent(cause -> live.put("likelyCause", cause));
        }
        ArrayNode remedies = node.putArray("changes");
        for (Explanation.Remedy remedy : sidecar.remedies()) {
            ObjectNode one = remedies.addObject();
            putUnlessNull(one, "annotation", remedy.annotation());
            putUnlessNull(one, "value", remedy.value());
            if (remedy.annotation() != null && remedy.value() == null) {
                one.put("remove", true);
            }
            if (remedy.isToBeFilledIn()) {
                one.put("toBeFilledIn", true);
            }
            one.put("effect", remedy.effect());
            putUnlessNull(one, "see", remedy.see());
        }
        return node;
    }

    private static ObjectNode of(Hazard.Finding finding) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("hazard", finding.id());
        putUnlessNull(node, "sidecar", finding.sidecar());
        node.put("text", finding.text());
        putUnlessNull(node, "see", finding.see());
        return node;
    }

    private static void putUnlessNull(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }
}
