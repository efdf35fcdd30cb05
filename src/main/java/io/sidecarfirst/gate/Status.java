package io.sidecarfirst.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is left on the Pod: one annotation that says for each sidecar what was decided, so that an audit can tell "seen and
 * skipped" from "missed".
 *
 * <p>It is not trusted as input, because copied Pods and templates carry stale ones. An entry of an earlier pass is kept
 * only where the sidecar has a startupProbe with the very timing that the entry claims: a reinvocation, caused by another
 * webhook that added a sidecar, then still reports the gates of the first pass.
 */
public final class Status {
    static final String NAME = "status";

    /** The annotation's key. */
    public static final String ANNOTATION = WellKnown.DOMAIN + "/" + NAME;

    /**
     * All keys and values of a Pod's annotations together, in bytes.
     *
     * @see <a href="https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/objectmeta.go">TotalAnnotationSizeLimitB</a>
     */
    public static final long MAX_ANNOTATIONS = 262_144;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, ObjectNode> entries;

    private Status(Map<String, ObjectNode> entries) {
        this.entries = entries;
    }

    /** The status of the Pod after the plan was carried out; empty where nothing was decided. */
    public static Status of(Plan plan, Pod pod) {
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        if (!plan.leavesPodAlone()) {
            JsonNode earlier = earlier(pod);
            for (Verdict verdict : plan.verdicts()) {
                entries.put(verdict.sidecar().name(), entry(verdict, earlier));
            }
        }
        return new Status(entries);
    }

    private static JsonNode earlier(Pod pod) {
        Optional<String> text = pod.annotation(ANNOTATION);
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.missingNode();
        }
        try {
            return JSON.readTree(text.get());
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static ObjectNode entry(Verdict verdict, JsonNode earlier) {
        if (verdict instanceof Verdict.Gated gated) {
            return gated(gated.source(), gated.periodSeconds(), gated.failureThreshold());
        }
        Verdict.Skipped skipped = (Verdict.Skipped) verdict;
        if (skipped.reason() == Reason.ALREADY_GATED) {
            Optional<ObjectNode> kept = kept(skipped.sidecar(), earlier);
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("skipped", skipped.reason().id());
    }

    /** What a sidecar's startupProbe was derived from, where an earlier pass made it. */
    public static Optional<SourceKind> gatedEarlier(Pod pod, Container sidecar) {
        return kept(sidecar, earlier(pod))
                .flatMap(entry -> SourceKind.of(entry.path("gated").stringValue()));
    }

    /** The earlier entry, rebuilt from the only values it may have. */
    private static Optional<ObjectNode> kept(Container sidecar, JsonNode earlier) {
        JsonNode entry = earlier.path(sidecar.name());
        return Json.text(entry.path("gated"))
                .flatMap(SourceKind::of)
                .flatMap(source -> sidecar.startupProbe()
                        .map(probe -> gated(source, probe.periodSeconds(), probe.failureThreshold())))
                .filter(entry::equals);
    }

    private static ObjectNode gated(SourceKind source, int period, int threshold) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("gated", source.id())
                .put("period", period)
                .put("threshold", threshold);
    }

    /** The compact JSON of each sidecar's entry, by the sidecar's name. */
    public Map<String, String> entries() {
        Map<String, String> texts = new LinkedHashMap<>();
        entries.forEach((name, entry) -> texts.put(name, entry.toString()));
        return texts;
    }

    /** The annotation's value, where the Pod does not carry exactly this already and has room for it. */
    Optional<String> change(Pod pod) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        entries.forEach(all::set);
        String value = all.toString();
        return pod.annotation(ANNOTATION).filter(value::equals).isPresent() || !fits(value, pod)
                ? Optional.empty()
                : Optional.of(value);
    }

    private static boolean fits(String value, Pod pod) {
        long total = bytes(ANNOTATION) + bytes(value);
        for (Map.Entry<String, JsonNode> annotation : pod.annotations().properties()) {
            if (!annotation.getKey().equals(ANNOTATION)) {
                total += bytes(annotation.getKey())
                        + Json.text(annotation.getValue()).map(Status::bytes).orElse(0L);
            }
        }
        return total <= MAX_ANNOTATIONS;
    }

    /** The length in UTF-8, counted without a copy. */
    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair stands for two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
