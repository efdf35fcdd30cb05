package io.sidecarfirst.gate;

import static io.sidecarfirst.gate.WellKnown.AUTO;
import static io.sidecarfirst.gate.WellKnown.DOMAIN;
import static io.sidecarfirst.gate.WellKnown.FAILURE_THRESHOLD;
import static io.sidecarfirst.gate.WellKnown.GATE;
import static io.sidecarfirst.gate.WellKnown.INITIAL_DELAY_SECONDS;
import static io.sidecarfirst.gate.WellKnown.INJECT;
import static io.sidecarfirst.gate.WellKnown.PERIOD_SECONDS;
import static io.sidecarfirst.gate.WellKnown.PORT;
import static io.sidecarfirst.gate.WellKnown.PROBE;
import static io.sidecarfirst.gate.WellKnown.RELEASE_AFTER_SECONDS;
import static io.sidecarfirst.gate.WellKnown.SOURCE;
import static io.sidecarfirst.gate.WellKnown.TIMEOUT_SECONDS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The annotations that configure gates: {@code sidecar-first.io/<name>} for all sidecars of the Pod, {@code
 * <container>.sidecar-first.io/<name>} for one, which wins. A value that cannot be used counts as not set; but a
 * sidecar whose check cannot be used is not gated by another, because its author has said what "ready" means, and it is
 * something else.
 */
final class Annotations {
    private static final List<String> NAMES = List.of(
            INJECT,
            SOURCE,
            PORT,
            PROBE,
            INITIAL_DELAY_SECONDS,
            PERIOD_SECONDS,
            TIMEOUT_SECONDS,
            FAILURE_THRESHOLD,
            RELEASE_AFTER_SECONDS,
            GATE);

    /** The scope of annotations without a container's name; no container can be called so. */
    private static final String WHOLE_POD = "";

    /** A warning is one line: the names of more sidecars would not fit. */
    private static final int MAX_LISTED = 8;

    private final Map<String, Map<String, String>> byScope;
    private final Map<String, Probe> probes;
    private final List<Warning> warnings;
    private final Map<String, SidecarOverrides> bySidecar;

    private Annotations(Map<String, Map<String, String>> byScope, Map<String, Probe> probes, List<Warning> warnings) {
        this.byScope = byScope;
        this.probes = probes;
        this.warnings = warnings;
        this.bySidecar = new HashMap<>();
    }

    /** All of them, with a warning for each that cannot be used. */
    static Annotations of(Pod pod) {
        return pod.derived(Annotations.class, Annotations::read);
    }

    private static Annotations read(Pod pod) {
        Map<String, Map<String, String>> byScope = new LinkedHashMap<>();
        Map<String, Probe> probes = new HashMap<>();
        List<Warning> warnings = new ArrayList<>();
        Set<String> names =
                pod.sidecars().stream().map(Container::name).collect(Collectors.toCollection(LinkedHashSet::new));
        for (Map.Entry<String, JsonNode> entry : pod.annotations().properties()) {
            Optional<String> scope = scope(entry.getKey());
            String name = entry.getKey().substring(entry.getKey().indexOf('/') + 1);
            if (scope.isEmpty() || (scope.get().equals(WHOLE_POD) && name.equals(Status.NAME))) {
                continue;
            }
            Optional<Warning> problem = problem(entry.getKey(), scope.get(), name, entry.getValue(), names);
            if (problem.isPresent()) {
                warnings.add(problem.get());
                if (name.equals(PROBE) && names.contains(scope.get())) {
                    // In a file: a handler as it is, instead of its text.
                    byScope.computeIfAbsent(scope.get(), s -> new HashMap<>()).put(name, "");
                }
            } else {
                byScope.computeIfAbsent(scope.get(), s -> new HashMap<>())
                        .put(name, entry.getValue().stringValue());
                if (name.equals(PROBE)) {
                    readProbe(entry.getKey(), scope.get(), entry.getValue().stringValue(), probes, warnings);
                }
            }
        }
        Annotations annotations = new Annotations(byScope, probes, warnings);
        annotations.warnOfContradictions();
        return annotations;
    }

    /** Whether an annotation configures gates, usable or not; the status is not meant for that. */
    static boolean isOurs(String key) {
        return scope(key).isPresent() && !key.equals(Status.ANNOTATION);
    }

    private static void readProbe(
            String key, String sidecar, String value, Map<String, Probe> probes, List<Warning> warnings) {
        try {
            probes.put(sidecar, ProbeAnnotation.read(value));
        } catch (ProbeAnnotation.UnusableException e) {
            String text = "annotation " + Warning.shorten(key) + " cannot be used: " + e.getMessage();
            warnings.add(new Warning(Warning.Kind.UNUSABLE, text, text, key));
        }
    }

    /** The container that an annotation's prefix names, if the annotation is one of ours. */
    private static Optional<String> scope(String key) {
        String prefix = key.substring(0, Math.max(0, key.indexOf('/')));
        if (prefix.equals(DOMAIN)) {
            return Optional.of(WHOLE_POD);
        }
        return prefix.endsWith("." + DOMAIN)
                ? Optional.of(prefix.substring(0, prefix.length() - DOMAIN.length() - 1))
                : Optional.empty();
    }

    private static Optional<Warning> problem(
            String key, String scope, String name, JsonNode value, Set<String> sidecars) {
        if (!NAMES.contains(name)) {
            return Optional.of(
                    Warning.ignored("annotation", key, " is unknown and ignored; known: " + String.join(", ", NAMES)));
        }
        if (!scope.equals(WHOLE_POD) && !sidecars.contains(scope)) {
            return Optional.of(Warning.ignored(
                    "annotation",
                    key,
                    " is ignored: no sidecar of this Pod is called "
                            + Warning.quote(scope) + "; there are: "
                            + sidecars.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
                            + (sidecars.size() > MAX_LISTED ? ", ..." : "")));
        }
        if (!value.isString()) {
            return Optional.of(Warning.unusable(
                    key, null, ": its value is not a string; put it in quotes, as Kubernetes demands"));
        }
        if ((name.equals(PORT) || name.equals(PROBE)) && scope.equals(WHOLE_POD)) {
            return Optional.of(Warning.unusable(
                    key, null, ": a " + name + " is one sidecar's own; use <container>." + DOMAIN + "/" + name));
        }
        if (name.equals(GATE) && !scope.equals(WHOLE_POD)) {
            return Optional.of(
                    Warning.unusable(key, null, ": a " + name + " is the whole Pod's; use " + DOMAIN + "/" + name));
        }
        return allowed(name, value.stringValue())
                .map(allowed -> Warning.unusable(key, value.stringValue(), "; allowed: " + allowed));
    }

    /** What would be allowed, where the value is not. */
    private static Optional<String> allowed(String name, String value) {
        return switch (name) {
            case INJECT ->
                value.equals("true") || value.equals("false") ? Optional.empty() : Optional.of("true, false");
            case SOURCE ->
                value.equals(AUTO) || SourceKind.of(value).isPresent()
                        ? Optional.empty()
                        : Optional.of("auto, probe, readinessProbe, port, livenessProbe");
            case PROBE -> Optional.empty();
            case GATE -> GateMode.of(value).isPresent() ? Optional.empty() : Optional.of("probe, container");
            case PORT ->
                PortReference.parse(value).isPresent()
                        ? Optional.empty()
                        : Optional.of("1.." + PortReference.MAX + ", or the name of a port of the container");
            default -> {
                int min = name.equals(INITIAL_DELAY_SECONDS) || name.equals(RELEASE_AFTER_SECONDS) ? 0 : 1;
                yield number(value).filter(number -> number >= min).isPresent()
                        ? Optional.empty()
                        : Optional.of("a whole number, " + min + ".." + Integer.MAX_VALUE);
            }
        };
    }

    /** A probe or a port implies the source of that name; another source for the same sidecar contradicts it. */
    private void warnOfContradictions() {
        byScope.forEach((scope, values) -> {
            String implied = values.containsKey(PROBE) ? PROBE : PORT;
            if (values.containsKey(implied)) {
                String source = values.getOrDefault(SOURCE, AUTO);
                if (!source.equals(AUTO) && !source.equals(implied)) {
                    warnings.add(contradiction(scope, SOURCE, source, implied));
                }
                if (implied.equals(PROBE) && values.containsKey(PORT)) {
                    warnings.add(contradiction(scope, PORT, values.getOrDefault(PORT, ""), implied));
                }
            }
        });
    }

    private static Warning contradiction(String scope, String name, String value, String implied) {
        return Warning.unusable(
                scope + "." + DOMAIN + "/" + name,
                value,
                ": the same container's " + implied + " annotation implies the source " + implied
                        + "; allowed: one of the two");
    }

    /** Whether the sidecar has a check by annotation, also one that cannot be used and was warned of. */
    static boolean hasProbe(Pod pod, Container sidecar) {
        return pod.annotations().has(sidecar.name() + "." + DOMAIN + "/" + PROBE);
    }

    List<Warning> warnings() {
        return warnings;
    }

    /** What shall hold the mains back. */
    Optional<GateMode> mode() {
        return Optional.ofNullable(of(WHOLE_POD).get(GATE)).flatMap(GateMode::of);
    }

    /** What they ask for one sidecar. */
    SidecarOverrides overrides(Container sidecar) {
        if (byScope.isEmpty()) {
            return SidecarOverrides.NONE;
        }
        return bySidecar.computeIfAbsent(sidecar.name(), name -> {
            PortReference port = Optional.ofNullable(of(name).get(PORT))
                    .flatMap(PortReference::parse)
                    .orElse(null);
            SourceKind source = of(name).containsKey(PROBE)
                    ? SourceKind.PROBE
                    : port != null
                            ? SourceKind.PORT
                            : value(name, SOURCE).flatMap(SourceKind::of).orElse(null);
            return new SidecarOverrides(
                    value(name, INJECT).filter("false"::equals).isEmpty(),
                    source,
                    port,
                    probes.get(name),
                    timing(name),
                    number(name, RELEASE_AFTER_SECONDS));
        });
    }

    private Timing timing(String container) {
        return new Timing(
                number(container, INITIAL_DELAY_SECONDS),
                number(container, PERIOD_SECONDS),
                number(container, TIMEOUT_SECONDS),
                number(container, FAILURE_THRESHOLD));
    }

    private @Nullable Integer number(String container, String name) {
        return value(container, name).flatMap(Annotations::number).orElse(null);
    }

    private Optional<String> value(String container, String name) {
        return Optional.ofNullable(of(container).get(name))
                .or(() -> Optional.ofNullable(of(WHOLE_POD).get(name)));
    }

    private Map<String, String> of(String scope) {
        return byScope.getOrDefault(scope, Map.of());
    }

    /** Decimal digits that make an int; no sign, no blanks, no unit. */
    private static Optional<Integer> number(String text) {
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) number);
    }
}
