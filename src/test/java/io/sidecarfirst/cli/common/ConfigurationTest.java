package io.sidecarfirst.cli.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.SidecarFirst;
import io.sidecarfirst.cli.serve.ServeCommand;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** Where settings come from, which of them wins, and what is said of those that cannot be used. */
class ConfigurationTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              annotations:
                proxy.sidecar-first.io/period-seconds: ANNOTATION
            spec:
              initContainers:
              - name: proxy
                image: registry.example/IMAGE:1
                restartPolicy: Always
                ports:
                - containerPort: 80
              containers:
              - name: app
            """;

    @TempDir
    private Path folder;

    private String config(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text).toString();
    }

    private static Cli.Run inject(String pod, Map<String, String> environment, String... args) {
        List<String> all = new ArrayList<>(List.of("inject", "-f", "-"));
        all.addAll(List.of(args));
        return Cli.with(environment).reading(pod).execute(all.toArray(String[]::new));
    }

    private static JsonNode probe(Cli.Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return Manifest.parse(run.out()).workloads().get(0).pod().at("/spec/initContainers/0/startupProbe");
    }

    private static int period(Map<String, String> environment, String... args) {
        return probe(inject(POD.replace("ANNOTATION", "\"\""), environment, args))
                .path("periodSeconds")
                .intValue();
    }

    @Test
    void aNumberComesFromTheCommandLineTheEnvironmentTheFileOrTheDefault() throws IOException {
        String file = config("period-seconds: 4\n");
        Map<String, String> environment = Map.of("SIDECAR_FIRST_PERIOD_SECONDS", "3");
        assertThat(period(environment, "--config", file, "--period-seconds", "2"))
                .isEqualTo(2);
        assertThat(period(environment, "--config", file)).isEqualTo(3);
        assertThat(period(Map.of(), "--config", file)).isEqualTo(4);
        assertThat(period(Map.of(), "--config=" + file)).isEqualTo(4);
        assertThat(period(Map.of("SIDECAR_FIRST_CONFIG", file))).isEqualTo(4);
        assertThat(period(Map.of())).isEqualTo(1);
    }

    private static boolean strict(Map<String, String> environment, String... args) {
        return inject(POD.replace("ANNOTATION", "none"), environment, args).code() == ExitCode.DENIED;
    }

    @Test
    void aSwitchComesFromTheCommandLineTheEnvironmentTheFileOrTheDefault() throws IOException {
        String on = config("strict: true\n");
        Map<String, String> environmentOn = Map.of("SIDECAR_FIRST_STRICT", "true");
        Map<String, String> environmentOff = Map.of("SIDECAR_FIRST_STRICT", "false");
        assertThat(strict(Map.of())).isFalse();
        assertThat(strict(Map.of(), "--strict")).isTrue();
        assertThat(strict(environmentOn)).isTrue();
        assertThat(strict(environmentOn, "--strict")).isTrue();
        assertThat(strict(environmentOn, "--strict=false")).isFalse();
        assertThat(strict(environmentOff, "--strict")).isTrue();
        assertThat(strict(Map.of(), "--config", on)).isTrue();
        assertThat(strict(Map.of(), "--config", on, "--strict")).isTrue();
        assertThat(strict(Map.of(), "--config", on, "--strict=false")).isFalse();
        assertThat(strict(environmentOff, "--config", on)).isFalse();
    }

    private static boolean listensOnLoopback(String image, Map<String, String> environment, String... args) {
        return inject(POD.replace("IMAGE", image).replace("ANNOTATION", "\"\""), environment, args)
                .err()
                .contains("loopback-only");
    }

    @Test
    void aListComesWholeFromTheCommandLineTheEnvironmentTheFileOrTheDefault() throws IOException {
        String file = config("loopback-images:\n- in-file\n- second=--address,-a\n");
        Map<String, String> environment = Map.of("SIDECAR_FIRST_LOOPBACK_IMAGES", "in-environment other");
        String[] both = {"--config", file, "--loopback-images", "on-line"};
        assertThat(listensOnLoopback("on-line", environment, both)).isTrue();
        assertThat(listensOnLoopback("in-environment", environment, both)).isFalse();
        assertThat(listensOnLoopback("in-file", environment, both)).isFalse();
        assertThat(listensOnLoopback("in-environment", environment, "--config", file))
                .isTrue();
        assertThat(listensOnLoopback("other", environment, "--config", file)).isTrue();
        assertThat(listensOnLoopback("in-file", environment, "--config", file)).isFalse();
        assertThat(listensOnLoopback("in-file", Map.of(), "--config", file)).isTrue();
        assertThat(listensOnLoopback("second", Map.of(), "--config", file)).isTrue();
        assertThat(listensOnLoopback("third", Map.of(), "--config", file)).isFalse();
    }

    @Test
    void theKnownLoopbackImagesStay() {
        assertThat(listensOnLoopback("cloud-sql-proxy", Map.of())).isTrue();
        assertThat(listensOnLoopback("cloud-sql-proxy", Map.of(), "--loopback-images", "another"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIDECAR_FIRST_PERIOD_SECONDS", "SIDECAR_FIRST_CONFIG", "SIDECAR_FIRST_STRICT"})
    void anEmptyVariableIsNotSet(String variable) {
        assertThat(period(Map.of(variable, ""))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"period-seconds: null\n", "{}\n", "# nothing\n{}\n", "{\"period-seconds\": 1}"})
    void aFileMaySayNothing(String text) throws IOException {
        assertThat(period(Map.of(), "--config", config(text))).isEqualTo(1);
    }

    @Test
    void settingsOfOtherCommandsMayStandInTheFileAndTheEnvironment() throws IOException {
        String file = config("https-port: 9443\nclient-names: [a, b]\nlog-format: json\nperiod-seconds: 2\n");
        assertThat(period(Map.of("SIDECAR_FIRST_HTTPS_PORT", "9443"), "--config", file))
                .isEqualTo(2);
    }

    @Test
    void namesTheUnknownKeyAndTheKnownOnes() throws IOException {
        String file = config("period-second: 2\n");
        Cli.Run run = Cli.run("inject", "-f", "-", "--config", file);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains(file, "\"period-second\"", "period-seconds", "https-port")
                .doesNotContain("help,")
                .doesNotContain("version,");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void theFileCannotNameAnotherFile() throws IOException {
        Cli.Run run = Cli.run("inject", "-f", "-", "--config", config("config: other.yaml\n"));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("unknown key \"config\"");
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("period-seconds: two", "period-seconds"),
                Arguments.of("period-seconds: 1.5", "period-seconds"),
                Arguments.of("period-seconds: true", "period-seconds"),
                Arguments.of("period-seconds: [1]", "period-seconds"),
                Arguments.of("period-seconds: {a: 1}", "period-seconds"),
                Arguments.of("period-seconds: 0", "period-seconds"),
                Arguments.of("period-seconds: 2147483648", "period-seconds"),
                Arguments.of("startup-budget-seconds: 0", "startup-budget-seconds"),
                Arguments.of("initial-delay-seconds: -1", "initial-delay-seconds"),
                Arguments.of("strict: maybe", "strict"),
                Arguments.of("loopback-images: [[a]]", "loopback-images"),
                Arguments.of("loopback-images: A/b", "loopback-images"),
                Arguments.of("period-seconds: 1\nperiod-seconds: 2", "period-seconds"),
                Arguments.of("- period-seconds", "mapping"),
                Arguments.of("text", "mapping"),
                Arguments.of("", "mapping"),
                Arguments.of("strict: true\n---\nstrict: true", "one YAML mapping"),
                Arguments.of("a: [", "line "));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void namesTheFileAndTheKeyOfWhatCannotBeUsed(String text, String said) throws IOException {
        String file = config(text);
        Cli.Run run = inject(POD, Map.of(), "--config", file);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(file, said).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PERIOD_SECONDS,two",
        "PERIOD_SECONDS,0",
        "PERIOD_SECONDS,2147483648",
        "PERIOD_SECONDS,1s",
        "TIMEOUT_SECONDS,0",
        "FAILURE_THRESHOLD,-3",
        "INITIAL_DELAY_SECONDS,-1",
        "STARTUP_BUDGET_SECONDS,0",
        "STARTUP_BUDGET_SECONDS,2147483648",
        "STRICT,maybe",
        "LOOPBACK_IMAGES,A/b",
    })
    void namesTheVariableOfWhatCannotBeUsed(String name, String value) {
        Cli.Run run = inject(POD, Map.of("SIDECAR_FIRST_" + name, value));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("SIDECAR_FIRST_" + name, value).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void doesNotBlameTheEnvironmentForTheCommandLine() {
        Map<String, String> environment = Map.of("SIDECAR_FIRST_PERIOD_SECONDS", "3");
        for (String bad : List.of("0", "two")) {
            Cli.Run run = inject(POD, environment, "--period-seconds", bad);
            assertThat(run.code()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains(bad).doesNotContain("SIDECAR_FIRST_PERIOD_SECONDS");
        }
    }

    @Test
    void saysThatTheFileIsMissing() {
        Cli.Run run = Cli.run("inject", "-f", "-", "--config", "no/such.yaml");
        assertThat(run.err())
                .isEqualToIgnoringNewLines("sidecar-first: no/such.yaml: there is no such file; check --config");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysThatTheFileIsADirectory() {
        Cli.Run run = Cli.run("inject", "-f", "-", "--config", folder.toString());
        assertThat(run.err()).startsWith("sidecar-first: " + folder + ": cannot be read");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void helpsInSpiteOfABadFile() {
        assertThat(Cli.run("serve", "--config", "no/such.yaml", "--help").code())
                .isZero();
    }

    static Stream<Map.Entry<String, String>> serviceLinks() {
        return Stream.of("", "WEBHOOK_", "HTTPS_", "HEALTH_", "METRICS_")
                .map(service -> "SIDECAR_FIRST_" + service)
                .flatMap(service -> Stream.of(
                        Map.entry(service + "SERVICE_HOST", "10.0.0.1"),
                        Map.entry(service + "SERVICE_PORT", "443"),
                        Map.entry(service + "SERVICE_PORT_HTTPS", "443"),
                        Map.entry(service + "PORT", "tcp://10.0.0.1:443"),
                        Map.entry(service + "PORT_443_TCP", "tcp://10.0.0.1:443"),
                        Map.entry(service + "PORT_443_TCP_PROTO", "tcp"),
                        Map.entry(service + "PORT_443_TCP_PORT", "443"),
                        Map.entry(service + "PORT_443_TCP_ADDR", "10.0.0.1")));
    }

    @ParameterizedTest
    @MethodSource("serviceLinks")
    void whatTheKubeletSetsForAServiceIsNoSetting(Map.Entry<String, String> variable) throws ConfigurationException {
        Map<String, String> environment = Map.of(variable.getKey(), variable.getValue());
        Configuration configuration = read(environment, "serve");
        assertThat(configuration.unknownVariables()).isEmpty();
        for (OptionSpec option : options()) {
            assertThat(configuration.origin(option)).isEmpty();
        }
        assertThat(period(environment)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIDECAR_FIRST_PERIOD_SECOND",
                "SIDECAR_FIRST_PERIODSECONDS",
                "SIDECAR_FIRST_HTTP_PORT",
                "SIDECAR_FIRST_LOGLEVEL",
                "SIDECAR_FIRST_",
                "SIDECAR_FIRST_HELP"
            })
    void knowsATypingError(String variable) throws ConfigurationException {
        assertThat(read(Map.of(variable, "8443"), "serve").unknownVariables()).containsExactly(variable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "SIDECAR_FIRSTS", "sidecar_first_period_seconds", "SIDECAR_FIRST_PERIOD_SECONDS"})
    void othersAreNoTypingErrors(String variable) throws ConfigurationException {
        assertThat(read(Map.of(variable, "8443"), "serve").unknownVariables()).isEmpty();
    }

    private static List<OptionSpec> options() {
        return new CommandLine(new ServeCommand()).getCommandSpec().options();
    }

    @Test
    void noOptionIsNamedAsAVariableOfTheServiceSidecarFirst() {
        assertThat(options())
                .hasSizeGreaterThan(15)
                .allSatisfy(option -> assertThat("SIDECAR_FIRST_"
                                + option.longestName()
                                        .substring(2)
                                        .replace('-', '_')
                                        .toUpperCase(Locale.ROOT))
                        .doesNotMatch("SIDECAR_FIRST_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_.*)?)"));
    }

    @Test
    void everyOptionHasALongNameWithoutCapitals() {
        assertThat(options())
                .allSatisfy(option -> assertThat(option.longestName()).matches("--[a-z]+(-[a-z]+)*"));
    }

    @Test
    void aProblemIsAnExceptionForWhoeverReads() {
        assertThatThrownBy(() -> read(Map.of(), "inject", "--config=no/such.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no/such.yaml");
    }

    private static Configuration read(Map<String, String> environment, String... args) throws ConfigurationException {
        CommandSpec serve = Objects.requireNonNull(
                        SidecarFirst.commandLine(Map.of()).getSubcommands().get("serve"))
                .getCommandSpec();
        return Configuration.read(() -> serve, environment, args);
    }
}
