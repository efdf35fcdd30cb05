package io.sidecarfirst.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.chart.Chart;
import io.sidecarfirst.chart.Rendering;
import io.sidecarfirst.cli.SidecarFirst;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** Every option of serve has a value in the chart, and the program understands what the chart makes of the values. */
class ChartSettingsTest {

    private static final String PROVIDED = """
            certificates:
              mode: provided
              provided: {secretName: a, caBundle: "-----BEGIN CERTIFICATE-----"}
            """;
    private static final String CLIENTS = "clientCertificates: {configMapName: a, names: [b]}";

    /** Options that the chart itself gives as arguments, and values under which it does. */
    private static final Map<String, String> ARGUMENTS = Map.ofEntries(
            Map.entry("config", "{}"),
            Map.entry("https-port", "{}"),
            Map.entry("health-port", "{}"),
            Map.entry("webhook-configuration", "{}"),
            Map.entry("tls-server-name", "{}"),
            Map.entry("tls-secret", "{}"),
            Map.entry("releases", "{}"),
            Map.entry("observer-lease", "{}"),
            Map.entry("waiting-after-seconds", "{}"),
            Map.entry("certificate-lifetime-hours", "certificates: {selfManaged: {lifetimeHours: 24}}"),
            Map.entry("tls-cert-file", PROVIDED),
            Map.entry("tls-key-file", PROVIDED),
            Map.entry("client-ca", CLIENTS),
            Map.entry("client-names", CLIENTS));

    /** Options that are in the file by values of their own: those, and what the program makes of them. */
    private static final Map<String, Map.Entry<String, String>> OF_THE_GATE = Map.of(
            "gate",
            Map.entry("gate: {mode: container}", "container"),
            "gate-image",
            Map.entry("gate: {image: {repository: r.example/g, tag: \"1\"}}", "r.example/g:1"),
            "gate-image-pull-policy",
            Map.entry("gate: {image: {pullPolicy: Always}}", "Always"),
            "gate-image-pull-secrets",
            Map.entry("gate: {image: {pullSecrets: [a, b]}}", "[a, b]"));

    /** Values for settings that are no numbers. */
    private static final Map<String, String> WORDS = Map.of(
            "strict", "true",
            "loopbackImages", "[one, two=--listen]",
            "bindAddress", "\"::\"",
            "logFormat", "json",
            "logLevel", "DEBUG");

    @TempDir
    private Path folder;

    private static List<OptionSpec> serve() {
        return new CommandLine(new ServeCommand())
                .getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .toList();
    }

    static Stream<String> options() {
        return serve().stream().map(option -> option.longestName().substring(2));
    }

    static Stream<String> settings() {
        return Chart.schema().at("/properties/settings/properties").propertyNames().stream();
    }

    /** Without that which is no plain value, but a file of its own. */
    static Stream<String> plainSettings() {
        return settings().filter(setting -> !setting.equals("programs"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void everyOptionHasAValue(String option) {
        if (ARGUMENTS.containsKey(option)) {
            assertThat(Chart.render(ARGUMENTS.get(option)).arguments())
                    .anyMatch(argument -> argument.startsWith("--" + option + "="));
        } else if (!OF_THE_GATE.containsKey(option)) {
            assertThat(settings().map(ChartSettingsTest::kebab))
                    .as("properties of settings in values.schema.json")
                    .contains(option);
        }
    }

    @ParameterizedTest
    @MethodSource("plainSettings")
    void everySettingReachesTheProgram(String setting) throws IOException {
        String value = WORDS.getOrDefault(setting, "7");
        CommandLine program = program("settings: {" + setting + ": " + value + "}");
        OptionSpec option = program.getCommandSpec().findOption("--" + kebab(setting));
        assertThat(option).as("an option of serve").isNotNull();
        assertThat(String.valueOf(option.<Object>getValue())).isEqualTo(value.replace("\"", ""));
    }

    @Test
    void theGateReachesTheProgram() throws IOException {
        for (Map.Entry<String, Map.Entry<String, String>> option : OF_THE_GATE.entrySet()) {
            CommandLine program = program(option.getValue().getKey());
            assertThat(String.valueOf(program.getCommandSpec()
                            .findOption("--" + option.getKey())
                            .<Object>getValue()))
                    .isEqualTo(option.getValue().getValue());
        }
    }

    /** The ConfigMap holds the file as well, and the program reads it as its own. */
    @Test
    void theProgramsReachTheProgram() throws IOException {
        String values = """
                settings:
                  programs:
                  - {name: mine, images: [a/b], listens: none, ports: [{ports: [8080], listens: loopback}]}
                """;
        assertThat(program(values).getCommandSpec().findOption("--programs").<Path>getValue())
                .isEqualTo(Path.of("/etc/sidecar-first/programs.yaml"));
        String file = Chart.render(values).settings().at("/data/programs.yaml").stringValue();
        assertThat(Programs.parse(Manifest.parse(file).trees().get(0)).all())
                .extracting(Program::name)
                .containsExactly("mine");
        assertThat(Chart.render("{}").settings().at("/data/programs.yaml").isMissingNode())
                .isTrue();
    }

    @Test
    void theDefaultsAreUnderstood() throws IOException {
        CommandLine program = program("{}");
        assertThat(program.getCommandSpec()
                        .findOption("--shutdown-delay-seconds")
                        .<Long>getValue())
                .isEqualTo(5L);
    }

    @Test
    void theProgramKnowsEveryArgument() {
        assertThat(ARGUMENTS.values().stream()
                        .distinct()
                        .flatMap(values -> Chart.render(values).arguments().stream())
                        .filter(argument -> argument.startsWith("--"))
                        .map(argument -> argument.substring(2, argument.indexOf('='))))
                .isSubsetOf(options().collect(Collectors.toSet()));
    }

    /** The command line of serve, as it is with the ConfigMap of these values mounted. */
    private CommandLine program(String values) throws IOException {
        JsonNode text = config(Chart.render(values));
        String file = Files.writeString(folder.resolve("config.yaml"), text.stringValue())
                .toString();
        CommandLine commandLine = SidecarFirst.commandLine(Map.of(), "serve", "--config", file);
        return commandLine
                .parseArgs("serve", "--config", file)
                .subcommand()
                .commandSpec()
                .commandLine();
    }

    private static JsonNode config(Rendering rendering) {
        return rendering.settings().at("/data/config.yaml");
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
