package io.sidecarfirst.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The annotation on the Pod that says for each sidecar what was decided, so that an audit can tell "seen and skipped"
 * from "missed"; and which labels and annotations of this project have no effect, without their values. Beside it, a
 * label says whether the Pod has a gate of this project.
 *
 * <p>It is not trusted as input, because copied Pods and templates carry outdated ones. An existing entry is kept only
 * where the sidecar has a startupProbe with exactly the timing that the entry claims: when the webhook is invoked
 * again, because another one added a sidecar, it still reports the gates that it added before.
 */
public final class Status {
    static final String NAME = "status";

    /** The annotation's key. */
    public static final String ANNOTATION = WellKnown.DOMAIN + "/" + NAME;

    /**
     * All keys and values of a Pod's annotations together, in bytes.
     *
     * @see <a href="https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/objectmeta.go">
     *     TotalAnnotationSizeLimitB</a>
     */
    public static final long MAX_ANNOTATIONS = 262_144;

    /** Beside the sidecars: the keys of labels and annotations that have no effect. No container can be called so. */
    public static final String IGNORED = "_ignored";

    /** More keys would say nothing new, and an annotation has limits. */
    private static final int MAX_IGNORED = 8;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Map<String, Object>> entries;
    private final List<String> ignored;

    private Status(Map<String, Map<String, Object>> entries, List<String> ignored) {
        this.entries = entries;
        this.ignored = ignored;
    }

    /** The status of the Pod with the plan applied; empty where nothing was decided. */
    public static Status of(Plan plan, Pod pod) {
        Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
        if (!plan.leavesPodAlone()) {
            JsonNode existing = existing(pod);
            for (Verdict verdict : plan.verdicts()) {
                entries.put(verdict.sidecar().name(), entry(verdict, existing));
            }
        }
        return new Status(entries, entries.isEmpty() ? List.of() : ignored(plan));
    }

    private static List<String> ignored(Plan plan) {
        return plan.warnings().stream()
                .flatMap(warning -> Stream.ofNullable(warning.key()))
                .distinct()
                // API servers sort annotations, files do not.
                .sorted()
                .limit(MAX_IGNORED)
                .toList();
    }

    private static JsonNode existing(Pod pod) {
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

    private static Map<String, Object> entry(Verdict verdict, JsonNode existing) {
        return verdict instanceof Verdict.Skipped skipped && skipped.reason() == Reason.ALREADY_GATED
                ? kept(skipped.sidecar(), existing).orElseGet(verdict::entry)
                : verdict.entry();
    }

    /** What a sidecar's startupProbe was derived from, where this project added it before. */
    public static Optional<SourceKind> existingGate(Pod pod, Container sidecar) {
        JsonNode existing = existing(pod);
        return kept(sidecar, existing).flatMap(kept -> source(existing.path(sidecar.name())));
    }

    /** The existing entry, rebuilt from the only values it may have. */
    private static Optional<Map<String, Object>> kept(Container sidecar, JsonNode existing) {
        JsonNode entry = existing.path(sidecar.name());
        return source(entry)
                .flatMap(source -> sidecar.startupProbe()
                        .map(probe -> Verdict.Gated.entry(source, probe.periodSeconds(), probe.failureThreshold())))
                .filter(kept -> JSON.valueToTree(kept).equals(entry));
    }

    private static Optional<SourceKind> source(JsonNode entry) {
        return Json.text(entry.path(Verdict.Gated.KEY)).flatMap(SourceKind::of);
    }

    /** The compact JSON of each sidecar's entry, by the sidecar's name. */
    public Map<String, String> entries() {
        Map<String, String> texts = new LinkedHashMap<>();
        entries.forEach((name, entry) -> texts.put(name, JSON.writeValueAsString(entry)));
        return texts;
    }

    /** The annotation's value, where the Pod does not carry exactly this already and has room for it. */
    Optional<String> change(Pod pod) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> all = new LinkedHashMap<>(entries);
        if (!ignored.isEmpty()) {
            all.put(IGNORED, ignored);
        }
        String value = JSON.writeValueAsString(all);
        return pod.annotation(ANNOTATION).filter(value::equals).isPresent() || !fits(value, pod)
                ? Optional.empty()
                : Optional.of(value);
    }

    /**
     * The value of the label {@link WellKnown#GATED_LABEL}, where the Pod does not carry it already: whether it has a
     * gate of this project. A Pod without one gets no label; but a label that says that it has one, which copies and
     * templates carry, is corrected where no sidecar has any: a gate whose status had no room cannot be told from
     * another's.
     */
    Optional<String> label(Pod pod) {
        Optional<String> label = pod.label(WellKnown.GATED_LABEL);
        boolean isGated = label.filter(WellKnown.GATED::equals).isPresent();
        boolean hasGate = entries.values().stream().anyMatch(entry -> entry.containsKey(Verdict.Gated.KEY));
        if (entries.isEmpty() || hasGate == isGated) {
            return Optional.empty();
        }
        if (hasGate) {
            return Optional.of(WellKnown.GATED);
        }
        return pod.sidecars().stream()
                        .anyMatch(sidecar -> sidecar.startupProbe().isPresent())
                ? Optional.empty()
                : Optional.of(WellKnown.NOT_GATED);
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

    /** The length in UTF-8, without making a copy. */
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
