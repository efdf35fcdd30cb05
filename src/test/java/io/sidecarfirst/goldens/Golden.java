package io.sidecarfirst.goldens;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateImage;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One case: {@code NAME.yaml}, a Pod, and {@code NAME.gated.yaml}, what becomes of it, under the warnings as comments.
 *
 * <p>The comment at the top of the case may hold {@code # settings: key=value ...} (the server's settings), {@code #
 * files-only: why} (an API server would refuse the Pod as it is) and {@code # from-kubernetes: 1.34} (an older one
 * would).
 */
public record Golden(GoldenInput input) {
    private static final String GATED = ".gated.yaml";
    private static final String WARNING = "# warning: ";
    private static final String DENIED = "# denied: ";

    /** All cases, by name. */
    public static Stream<Golden> all() {
        return GoldenInput.in("goldens", GATED).map(Golden::new);
    }

    /** One of them. */
    public static Golden named(String name) {
        return new Golden(GoldenInput.named("goldens", name + ".yaml"));
    }

    /** The cases that an API server takes. */
    public static Stream<Golden> forClusters() {
        return all().filter(golden -> golden.input.header("files-only").isEmpty());
    }

    /** The 34 of the oldest Kubernetes that takes the Pod, 1.34; 0 if any does. */
    public int fromMinorVersion() {
        return input.header("from-kubernetes")
                .map(version -> Integer.parseInt(version.substring(version.indexOf('.') + 1)))
                .orElse(0);
    }

    public String name() {
        return input.name();
    }

    public Path file() {
        return input.file();
    }

    public String text() {
        return input.text();
    }

    /** The settings of the case, by the names of the options. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        input.header("settings").stream()
                .flatMap(line -> Arrays.stream(line.split("\\s+")))
                .forEach(pair -> {
                    int equals = pair.indexOf('=');
                    options.put(
                            equals < 0 ? pair : pair.substring(0, equals),
                            equals < 0 ? "true" : pair.substring(equals + 1));
                });
        return options;
    }

    /** Those settings. */
    public Settings gateSettings() {
        Map<String, String> options = options();
        return new Settings(
                Optional.ofNullable(options.get("startup-budget-seconds"))
                        .map(Long::parseLong)
                        .orElse(Settings.DEFAULT_STARTUP_BUDGET_SECONDS),
                new Timing(
                        number(options, "initial-delay-seconds"),
                        number(options, "period-seconds"),
                        number(options, "timeout-seconds"),
                        number(options, "failure-threshold")),
                Boolean.parseBoolean(options.getOrDefault("strict", "false")),
                ReleaseAfter.DEFAULTS,
                GateMode.of(options.getOrDefault("gate", "probe")).orElseThrow(),
                Optional.ofNullable(options.get("gate-image"))
                        .map(image -> new GateImage(image, options.get("gate-image-pull-policy"), List.of()))
                        .orElse(null));
    }

    /** The gate under those settings. */
    public Gate gate() {
        Settings settings = gateSettings();
        return Gates.with(settings);
    }

    private static @Nullable Integer number(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name)).map(Integer::valueOf).orElse(null);
    }

    /** The Pod of the case. */
    public ObjectNode pod() {
        return pod(text());
    }

    private static ObjectNode pod(String text) {
        return Manifest.parse(text).workloads().stream()
                .map(Workload::pod)
                .findFirst()
                .orElseThrow();
    }

    /** What the files say should become of it. */
    public Expected expected() {
        return Expected.parse(GoldenFile.read(gatedFile().path()));
    }

    GoldenFile gatedFile() {
        return input.output(GATED);
    }

    /** What the code makes of it now. */
    Expected actual() {
        Injection.Result result = new Injection(gate()).into(Manifest.parse(text()));
        List<String> warnings = new ArrayList<>();
        Optional<String> denial = Optional.empty();
        for (Injection.Decision decision : result.decisions()) {
            warnings.addAll(Warning.texts(decision.plan().warnings()));
            denial = decision.plan().denial();
        }
        return new Expected(warnings, denial, result.manifest().text());
    }

    @Override
    public String toString() {
        return name();
    }

    /**
     * What becomes of a case.
     *
     * @param text the manifest with the gates in
     */
    public record Expected(List<String> warnings, Optional<String> denial, String text) {
        static Expected parse(String file) {
            List<String> head = file.lines()
                    .takeWhile(line -> line.startsWith(WARNING) || line.startsWith(DENIED))
                    .toList();
            int skipped = head.stream().mapToInt(line -> line.length() + 1).sum();
            return new Expected(
                    head.stream()
                            .filter(line -> line.startsWith(WARNING))
                            .map(line -> line.substring(WARNING.length()))
                            .toList(),
                    head.stream()
                            .filter(line -> line.startsWith(DENIED))
                            .map(line -> line.substring(DENIED.length()))
                            .findFirst(),
                    file.substring(skipped));
        }

        String render() {
            return Stream.concat(
                                    denial.map(DENIED::concat).stream(),
                                    warnings.stream().map(WARNING::concat))
                            .map(line -> line + "\n")
                            .collect(Collectors.joining())
                    + text;
        }

        /** The Pod with the gates in. */
        public ObjectNode pod() {
            return Golden.pod(text);
        }
    }
}
