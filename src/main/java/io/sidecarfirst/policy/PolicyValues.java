package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Budget;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.gate.options.OptionWords;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Mesh;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the places of {@code policy.yaml} stand for: what the gate's constants say, and the settings. */
final class PolicyValues {
    /** A loopback address, as a regular expression. */
    private static final String LOOPBACK_HOST = "(localhost|127(\\.[0-9]{1,3}){3}|\\[?::1\\]?)";

    private PolicyValues() {}

    static Map<String, String> of(Policy policy) {
        Map<String, String> values = new HashMap<>();
        words().forEach(word -> values.put(word, word));
        putLimits(values);
        putLists(values);
        putSettings(values, policy.settings());
        putPrograms(values, policy.programs());
        values.put("--api-version", policy.apiVersion().groupVersion());
        values.put("--name", scalar(policy.name()));
        values.put("canary-name", policy.canaryName());
        values.put("differences", Difference.list().lines().map("# - "::concat).collect(Collectors.joining("\n")));
        return values;
    }

    /** Words that stand for themselves. */
    private static Stream<String> words() {
        return Stream.of(
                        Stream.of(WellKnown.DOMAIN, WellKnown.INJECTION_LABEL, WellKnown.MIRROR_ANNOTATION),
                        Stream.of(WellKnown.ENABLED, WellKnown.DISABLED, WellKnown.AUTO, Status.ANNOTATION),
                        Stream.of(WellKnown.INJECT, WellKnown.SOURCE, WellKnown.PORT),
                        Stream.of(WellKnown.INITIAL_DELAY_SECONDS, WellKnown.PERIOD_SECONDS),
                        Stream.of(WellKnown.TIMEOUT_SECONDS, WellKnown.FAILURE_THRESHOLD),
                        Stream.of(Mesh.ISTIO_REWRITTEN, Mesh.ISTIO_MODE, Mesh.ISTIO_NO_REDIRECT, Mesh.ISTIO_INCLUDED),
                        Stream.of(Mesh.values()).map(Mesh::proxy),
                        Stream.of(Mesh.values()).map(Mesh::exclusion),
                        sources(),
                        // Mirror Pods do not match at all.
                        Stream.of(Reason.values())
                                .filter(reason -> reason != Reason.MIRROR_POD)
                                .map(Reason::id))
                .flatMap(words -> words);
    }

    private static void putLimits(Map<String, String> values) {
        values.put("most-ports-tried", String.valueOf(Sources.MAX_PORTS_TRIED));
        values.put("most-characters", String.valueOf(Handler.MAX_CHARACTERS));
        values.put("around-text", String.valueOf(Handler.AROUND_TEXT));
        values.put("most-annotation-bytes", String.valueOf(Status.MAX_ANNOTATIONS));
        values.put("least-budget-with-liveness", String.valueOf(Budget.MIN_WITH_LIVENESS));
        values.put("linkerd-port", String.valueOf(Mesh.LINKERD_PORT));
    }

    private static void putLists(Map<String, String> values) {
        values.put("sources", list(sources()));
        values.put("mesh-proxies", list(Stream.of(Mesh.values()).map(Mesh::proxy)));
        values.put("istio-ports", list(Mesh.ISTIO_PORTS.stream().sorted().map(String::valueOf)));
        values.put(
                "kuma-ports",
                Mesh.KUMA_PORTS.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(port ->
                                "variables.annotations[?'%s'].orValue('%s')".formatted(port.getKey(), port.getValue()))
                        .collect(Collectors.joining(",\n  ")));
        values.put("loopback-hosts", list(Handler.LOOPBACK.stream().sorted()));
        values.put("loopback-host-regex", LOOPBACK_HOST);
        values.put("domain-regex", literal(WellKnown.DOMAIN));
        values.put("elsewhere-words", anyOf(OptionWords.CONNECTING));
        values.put("listening-words", anyOf(OptionWords.LISTENING));
        values.put("address-words", anyOf(OptionWords.ADDRESS));
        values.put("client-words", anyOf(OptionWords.CLIENT_PROGRAMS));
        values.put("own-words", anyOf(OptionWords.OWN_PREFIXES));
    }

    private static void putSettings(Map<String, String> values, Settings settings) {
        List<String> named = new ArrayList<>();
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("startup-budget-seconds", String.valueOf(settings.startupBudgetSeconds()));
        numbers.put(
                WellKnown.INITIAL_DELAY_SECONDS,
                Objects.toString(settings.timing().initialDelaySeconds(), ""));
        numbers.put(WellKnown.PERIOD_SECONDS, Objects.toString(settings.timing().periodSeconds(), ""));
        numbers.put(
                WellKnown.TIMEOUT_SECONDS, Objects.toString(settings.timing().timeoutSeconds(), ""));
        numbers.put(
                WellKnown.FAILURE_THRESHOLD, Objects.toString(settings.timing().failureThreshold(), ""));
        numbers.forEach((name, value) -> {
            values.put("--" + name, value);
            if (!value.isEmpty()) {
                named.add(name + "=" + value);
            }
        });
        if (settings.strict()) {
            named.add("strict (without effect, see " + Difference.NO_STRICT.id() + ")");
        }
        values.put("settings", String.join(", ", named));
    }

    /** Those that are known by their image alone and listen on loopback whatever their image adds. */
    private static void putPrograms(Map<String, String> values, Programs programs) {
        List<Program> onLoopback = programs.all().stream()
                .filter(program -> program.listens().byDefault() == Program.Default.LOOPBACK
                        && program.subcommand() == null
                        && program.setByImage() == null
                        && !program.images().isEmpty())
                .toList();
        values.put(
                "programs", onLoopback.stream().map(PolicyValues::isUnchanged).collect(Collectors.joining("\n|| ")));
    }

    /** Whether the sidecar {@code s} runs that program's image, and nothing tells it to listen elsewhere. */
    private static String isUnchanged(Program program) {
        String runs = "image.matches(r'(^|/)" + anyOf(program.images()) + "(:[^/@]*)?(@.*)?$')";
        return Stream.concat(
                        Stream.of(runs), program.listens().unless().stream().map(PolicyValues::isMissing))
                .collect(Collectors.joining("\n  && "));
    }

    /** Whether the sidecar has no such override: a piece of an argument, a flag or a variable. */
    private static String isMissing(String override) {
        if (override.endsWith("=") || override.endsWith(":")) {
            return "!variables.arguments[k].exists(w, w.matches(r'%s([^0-9:&,]|[0-9]+[^0-9&,])'))"
                    .formatted(literal(override));
        }
        return override.startsWith("-")
                ? "!variables.arguments[k].exists(w, w == '%1$s' || w.startsWith('%1$s='))".formatted(override)
                : "!s.container.?env.orValue([]).exists(e, e.name == '%s' && !e.?value.orValue('').matches(r'(?i)^%s'))"
                        .formatted(override, LOOPBACK_HOST);
    }

    private static Stream<String> sources() {
        return Stream.of(SourceKind.values()).map(SourceKind::id);
    }

    /** The inside of a CEL list of strings. */
    private static String list(Stream<String> items) {
        return items.map(item -> "'" + item + "'").collect(Collectors.joining(", "));
    }

    /** The inside of a group of a regular expression that matches each of these words. */
    private static String anyOf(Collection<String> words) {
        return words.stream()
                .filter(word -> !word.isEmpty())
                .sorted()
                .map(PolicyValues::literal)
                .collect(Collectors.joining("|"));
    }

    /** A text that means itself in a regular expression: RE2 takes a backslash before every sign. */
    private static String literal(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "\\\\$0");
    }

    /** A name as YAML takes it for a string: 123, 1e3, on and null are none. */
    private static String scalar(String name) {
        return name.matches("[0-9].*|true|false|null|yes|no|on|off|y|n") ? '"' + name + '"' : name;
    }
}
