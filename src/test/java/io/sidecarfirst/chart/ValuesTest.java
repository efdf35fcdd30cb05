package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Values: which are refused, what they do, and that all of them are described. */
class ValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nope: 1                                                       | nope
            settings: {periodSecond: 1}                                   | periodSecond
            settings: {periodSeconds: 0}                                  | /settings/periodSeconds
            settings: {periodSeconds: 2147483648}                         | /settings/periodSeconds
            settings: {periodSeconds: "2"}                                | /settings/periodSeconds
            settings: {periodSeconds: 1.5}                                | /settings/periodSeconds
            settings: {initialDelaySeconds: -1}                           | /settings/initialDelaySeconds
            settings: {timeoutSeconds: 0}                                 | /settings/timeoutSeconds
            settings: {failureThreshold: 0}                               | /settings/failureThreshold
            settings: {startupBudgetSeconds: 0}                           | /settings/startupBudgetSeconds
            settings: {strict: "yes"}                                     | /settings/strict
            settings: {loopbackImages: ["registry.example/a"]}            | /settings/loopbackImages/0
            settings: {programs: [{name: a, images: [a]}]}                | listens
            settings: {programs: [{name: a, listens: here}]}              | /settings/programs/0/listens
            settings: {programs: [{listens: all, images: [a]}]}           | name
            settings: {programs: [{name: a, listens: all, port: 80}]}     | port
            settings: {maxBodyBytes: 1073741825}                          | /settings/maxBodyBytes
            settings: {readTimeoutSeconds: 601}                           | /settings/readTimeoutSeconds
            settings: {maxInFlight: 100001}                               | /settings/maxInFlight
            settings: {shutdownDelaySeconds: 3601}                        | /settings/shutdownDelaySeconds
            settings: {shutdownDelaySeconds: null}                        | shutdownDelaySeconds
            settings: {drainTimeoutSeconds: -1}                           | /settings/drainTimeoutSeconds
            settings: {logLevel: debug}                                   | /settings/logLevel
            settings: {logFormat: xml}                                    | /settings/logFormat
            gate: {mode: both}                                            | /gate/mode
            gate: {mode: null}                                            | mode
            gate: {image: {repository: "a b"}}                            | /gate/image/repository
            gate: {image: {tag: "a b"}}                                   | /gate/image/tag
            gate: {image: {digest: latest}}                               | /gate/image/digest
            gate: {image: {pullPolicy: Sometimes}}                        | /gate/image/pullPolicy
            gate: {image: {pullSecrets: [{name: a}]}}                     | /gate/image/pullSecrets/0
            gate: {image: {pullSecrets: [Upper]}}                         | /gate/image/pullSecrets/0
            gate: {images: {}}                                            | images
            observer: {enabled: maybe}                                    | /observer/enabled
            observer: {waitingAfterSeconds: 0}                            | /observer/waitingAfterSeconds
            observer: {waitingAfterSeconds: 86401}                        | /observer/waitingAfterSeconds
            certificates: {mode: none}                                    | /certificates/mode
            certificates: {mode: provided}                                | /certificates/provided/secretName
            certificates: {mode: provided, provided: {secretName: a}}     | /certificates/provided/caBundle
            certificates: {mode: provided, provided: {secretName: a, caBundle: TUlJ}} | /certificates/provided/caBundle
            certificates: {selfManaged: {lifetimeHours: 0}}               | /certificates/selfManaged/lifetimeHours
            certificates: {selfManaged: {lifetimeHours: 8761}}            | /certificates/selfManaged/lifetimeHours
            certificates: {certManager: {duration: 90d}}                  | /certificates/certManager/duration
            clientCertificates: {names: [a]}                              | /clientCertificates
            clientCertificates: {configMapName: a, secretName: b}         | /clientCertificates
            clientCertificates: {configMapName: a, names: ["a,b"]}        | /clientCertificates/names/0
            webhook: {failurePolicy: ignore}                              | /webhook/failurePolicy
            webhook: {timeoutSeconds: 0}                                  | /webhook/timeoutSeconds
            webhook: {timeoutSeconds: 31}                                 | /webhook/timeoutSeconds
            webhook: {matchPolicy: Any}                                   | /webhook/matchPolicy
            webhook: {reinvocationPolicy: Always}                         | /webhook/reinvocationPolicy
            webhook: {matchConditions: [{name: a}]}                       | expression
            webhook: {namespaceSelector: {matchLabel: {a: b}}}            | matchLabel
            webhook: {namespaceSelector: {matchLabels: {a: true}}}        | /webhook/namespaceSelector/matchLabels/a
            webhook: {excludedNamespaces: [Infra]}                        | /webhook/excludedNamespaces/0
            webhook: {canary: true}                                       | /webhook/canary
            webhook: {name: Zz}                                           | /webhook/name
            ports: {https: 0}                                             | /ports/https
            ports: {https: 65536}                                         | /ports/https
            ports: {health: -1}                                           | /ports/health
            ports: {https: 8081}                                          | must differ
            hostNetwork: true                                             | the kubelet's
            replicaCount: -1                                              | /replicaCount
            image: {repository: ""}                                       | /image/repository
            image: {digest: latest}                                       | /image/digest
            image: {tag: "a b"}                                           | /image/tag
            image: {pullPolicy: Sometimes}                                | /image/pullPolicy
            service: {ipFamilies: [IPv5]}                                 | /service/ipFamilies/0
            networkPolicy: {apiServerPorts: []}                           | /networkPolicy/apiServerPorts
            networkPolicy: {apiServerCidrs: [10.0.0.1]}                   | /networkPolicy/apiServerCidrs/0
            podDisruptionBudget: {minAvailable: half}                     | /podDisruptionBudget/minAvailable
            probes: {startup: {periodSeconds: 0}}                         | /probes/startup/periodSeconds
            probes: {startup: {httpGet: {}}}                              | httpGet
            metrics: {serviceMonitor: {interval: often}}                  | /metrics/serviceMonitor/interval
            metrics: {podMonitor: {scrapeTimeout: 1 s}}                   | /metrics/podMonitor/scrapeTimeout
            metrics: {prometheusRule: {disabledAlerts: [Watchdog]}}       | /metrics/prometheusRule/disabledAlerts/0
            metrics: {prometheusRule: {runbookUrl: wiki}}                 | /metrics/prometheusRule/runbookUrl
            metrics: {dashboard: {labels: {a: 1}}}                        | /metrics/dashboard/labels/a
            missedPodPolicy: {validationActions: [Deny]}                  | /missedPodPolicy/validationActions/0
            missedPodPolicy: {validationActions: []}                      | /missedPodPolicy/validationActions
            nodeSelector: {a: 1}                                          | /nodeSelector/a
            fullnameOverride: Upper                                       | /fullnameOverride
            extraEnv: [{value: a}]                                        | name
            dnsPolicy: None of these                                      | /dnsPolicy
            """)
    void aWrongValueIsRefusedByName(String values, String words) {
        assertThatThrownBy(() -> Chart.text(values)).hasMessageContaining(words);
    }

    @Test
    void largeNumbersStayNumbers() {
        assertThat(configuration("settings: {startupBudgetSeconds: 2147483647, maxBodyBytes: 1073741824}"))
                .contains("startup-budget-seconds: 2147483647\n", "max-body-bytes: 1073741824\n");
    }

    @Test
    void whatIsNullOrNotSetIsLeftToTheProgram() {
        assertThat(configuration("settings: {periodSeconds: null, strict: null}")
                        .lines())
                .containsExactlyInAnyOrder(
                        "gate: probe",
                        "gate-image: \"ghcr.io/sidecar-first/sidecar-first-gate:0.1.0\"",
                        "gate-image-pull-policy: IfNotPresent",
                        "drain-timeout-seconds: 10",
                        "shutdown-delay-seconds: 5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image: {repository: r.example/mine}                                          | r.example/mine-gate:0.1.0
            image: {tag: "7", digest: ""}                                                | -gate:0.1.0
            gate: {image: {repository: r.example/g, tag: "7"}}                           | "r.example/g:7"
            gate: {image: {tag: "7", digest: "sha256:%1$s"}}                             | -gate@sha256:%1$s"
            """)
    void theGateContainersImageIsSetAsTheOwn(String values, String image) {
        assertThat(configuration(values.formatted("0".repeat(64))))
                .containsPattern("(?m)^gate-image: .*" + Pattern.quote(image.formatted("0".repeat(64))));
    }

    @Test
    void aChangedSettingRollsTheDeployment() {
        assertThat(checksum("settings: {periodSeconds: 2}")).isNotEqualTo(checksum("{}"));
        assertThat(checksum("gate: {mode: container}")).isNotEqualTo(checksum("{}"));
        assertThat(checksum("replicaCount: 3")).isEqualTo(checksum("{}"));
    }

    private static String configuration(String values) {
        return Chart.render(values).settings().at("/data/config.yaml").asString();
    }

    private static JsonNode checksum(String values) {
        return Chart.render(values).deployment().at("/spec/template/metadata/annotations/checksum~1config");
    }

    @Test
    void theConditionCanBeDropped() {
        assertThat(conditions("{}")).containsExactly("no-mirror-pod", "has-ungated-sidecar");
        assertThat(conditions("webhook: {onlyUngatedSidecars: false}")).containsExactly("no-mirror-pod");
        assertThat(conditions("webhook: {matchConditions: [{name: more, expression: \"true\"}]}"))
                .containsExactly("no-mirror-pod", "has-ungated-sidecar", "more");
    }

    private static Stream<String> conditions(String values) {
        return Rendering.stream(Chart.render(values)
                        .webhooks()
                        .findFirst()
                        .orElseThrow()
                        .path("matchConditions"))
                .map(condition -> condition.path("name").asString());
    }

    @Test
    void certManagerFillsWhatTheProgramReads() {
        Rendering release = Chart.render("certificates: {mode: cert-manager}").withoutHooks();
        JsonNode certificate = release.all("Certificate")
                .filter(candidate -> candidate.at("/metadata/name").asString().equals(Chart.RELEASE))
                .findFirst()
                .orElseThrow();
        assertThat(release.only("MutatingWebhookConfiguration")
                        .at("/metadata/annotations/cert-manager.io~1inject-ca-from")
                        .asString())
                .isEqualTo(
                        Chart.RELEASE + "/" + certificate.at("/metadata/name").asString());
        assertThat(Rendering.strings(certificate.at("/spec/dnsNames")))
                .containsExactly("sidecar-first.sidecar-first.svc");
        assertThat(Rendering.stream(release.podSpec().path("volumes"))
                        .map(volume -> volume.at("/secret/secretName").asString("")))
                .contains(certificate.at("/spec/secretName").asString());
        assertThat(release.all("Issuer")).hasSize(2);
        assertThat(Chart.render("certificates: {mode: cert-manager, certManager: {issuerRef: {name: ours}}}")
                        .all("Issuer"))
                .isEmpty();
    }

    static Stream<String> names() {
        return properties("", Chart.schema())
                .filter(name -> !List.of("global", "enabled").contains(name));
    }

    /** Every value's path, such as {@code webhook.canary.enabled}; what is free inside is one value. */
    private static Stream<String> properties(String prefix, JsonNode schema) {
        return schema.path("properties").properties().stream().flatMap(entry -> {
            String name = prefix + entry.getKey();
            return entry.getValue().has("properties") ? properties(name + ".", entry.getValue()) : Stream.of(name);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sidecar-first, sidecar-first",
        "gates, gates-sidecar-first",
        "my.gates, my-gates-sidecar-first",
        "my-sidecar-first, my-sidecar-first",
        "7gates, sidecar-first-7gates"
    })
    void aServiceGetsANameThatItMayHave(String release, String service) {
        assertThat(Chart.named(release).only("Service").at("/metadata/name").asString())
                .isEqualTo(service);
    }

    static Stream<String> places() {
        return names().flatMap(name -> Stream.iterate(
                        name,
                        place -> !place.isEmpty(),
                        place -> place.substring(0, Math.max(0, place.lastIndexOf('.')))))
                .distinct();
    }

    /**
     * Helm takes a value that is null out of the values, and templates that look into it fail in words of their own.
     */
    @ParameterizedTest
    @MethodSource("places")
    void aValueTakenAwayIsRefusedByNameOrDoesNoHarm(String place) {
        try {
            assertThat(Chart.text(place.replace(".", ": {") + ": null" + "}".repeat(depth(place))))
                    .isNotEmpty();
        } catch (RuntimeException refusal) {
            assertThat(refusal)
                    .hasMessageContaining(place.substring(place.lastIndexOf('.') + 1))
                    .hasMessageContaining("schema");
        }
    }

    private static int depth(String place) {
        return (int) place.chars().filter(letter -> letter == '.').count();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyValueIsDescribed(String name) throws IOException {
        assertThat(Files.readString(Chart.FOLDER.resolve("README.md"))).contains("| `" + name + "` |");
        assertThat(Files.readString(Chart.FOLDER.resolve("values.yaml")))
                .containsPattern("(?m)^ *(# )?" + name.substring(name.lastIndexOf('.') + 1) + ":");
    }
}
