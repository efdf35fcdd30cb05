package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.manifest.Manifest;
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
            webhook: {url: "http://gates.edge.svc"}                       | /webhook/url
            webhook: {url: "https://gates.edge.svc/mutate"}               | /webhook/url
            webhook: {url: "https://gates.example?a=b"}                   | /webhook/url
            webhook: {url: "https://me@gates.example"}                    | /webhook/url
            webhook: {url: "https://a_b.example"}                         | /webhook/url
            webhook: {url: "https://*.example"}                           | /webhook/url
            webhook: {url: "https://10.0.1"}                              | /webhook/url
            webhook: {url: "https://010.0.0.1"}                           | /webhook/url
            webhook: {url: "https://fd00::1"}                             | /webhook/url
            namespaceOverride: Upper                                      | /namespaceOverride
            global: {imagePullSecrets: [{nam: a}]}                        | /global/imagePullSecrets/0
            global: {imageRegistry: "a b"}                                | /global/imageRegistry
            autoscaling: {maxReplicas: 0}                                 | /autoscaling/maxReplicas
            hostUsers: "no"                                               | /hostUsers
            hostAliases: [{ip: 10.0.0.1}]                                 | hostnames
            extraContainers: [{image: a}]                                 | name
            extraObjects: [1]                                             | /extraObjects/0
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ghcr.io/sidecar-first/sidecar-first | r.example        | r.example/sidecar-first/sidecar-first
            ghcr.io/sidecar-first/sidecar-first | r.example:5000/m | r.example:5000/m/sidecar-first/sidecar-first
            ghcr.io/sidecar-first/sidecar-first | r.example/       | r.example/sidecar-first/sidecar-first
            localhost/mine                      | r.example        | r.example/mine
            host:5000/a/b                       | r.example        | r.example/a/b
            team/mine                           | r.example        | r.example/team/mine
            mine.d                              | r.example        | r.example/mine.d
            ghcr.io/a/b                         | ''               | ghcr.io/a/b
            """)
    void aGlobalRegistryTakesTheRegistrysPlace(String repository, String registry, String expected) {
        String values =
                "{global: {imageRegistry: \"%s\"}, image: {repository: \"%s\"}}".formatted(registry, repository);
        Rendering rendering = Chart.render(values);
        assertThat(Stream.of(rendering.podSpec(), rendering.tests().only("Pod").path("spec")))
                .allSatisfy(spec ->
                        assertThat(spec.at("/containers/0/image").asString()).isEqualTo(expected + ":0.1.0"));
        assertThat(configuration(values)).contains("gate-image: \"" + expected + "-gate:0.1.0\"");
        assertThat(configuration("{global: {imageRegistry: g.example}, gate: {image: {repository: ghcr.io/g}}}"))
                .contains("gate-image: \"g.example/g:0.1.0\"");
    }

    @Test
    void pullSecretsOfBothKindsAreNamedOnce() {
        Rendering rendering = Chart.render("""
                global: {imagePullSecrets: [one, {name: two}, three]}
                imagePullSecrets: [{name: two}, {name: four}]
                """);
        assertThat(Stream.of(rendering.podSpec(), rendering.tests().only("Pod").path("spec")))
                .allSatisfy(spec -> assertThat(Rendering.stream(spec.path("imagePullSecrets"))
                                .map(secret -> secret.path("name").asString()))
                        .containsExactly("two", "four", "one", "three"));
        assertThat(Chart.render("{}").podSpec().has("imagePullSecrets")).isFalse();
    }

    @Test
    void anotherNamespaceIsUsedThroughout() {
        String elsewhere = Chart.textWithHooks("namespaceOverride: elsewhere");
        assertThat(elsewhere.replace("elsewhere", "here"))
                .isEqualTo(Chart.textWithHooks("namespaceOverride: here")
                        .replaceAll("-test-[0-9a-f]{8}", testNamespace(elsewhere)));
        assertThat(elsewhere).contains("namespace: elsewhere").doesNotContain("namespace: " + Chart.RELEASE + "\n");
        assertThat(Chart.textWithHooks("namespaceOverride: " + Chart.RELEASE)).isEqualTo(Chart.textWithHooks("{}"));
    }

    private static String testNamespace(String text) {
        return Pattern.compile("-test-[0-9a-f]{8}")
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }

    @ParameterizedTest
    @CsvSource({
        "https://gates.edge.svc:8443/, gates.edge.svc, dnsNames",
        "https://gates.example, gates.example, dnsNames",
        "https://gates, gates, dnsNames",
        "https://10.0.0.1.example, 10.0.0.1.example, dnsNames",
        "https://10.0.0.1:10260, 10.0.0.1, ipAddresses",
        "https://[fd00::1]:10260/, fd00::1, ipAddresses",
    })
    void byUrlTheCertificateIsForItsHost(String url, String host, String field) {
        String values = "webhook: {url: \"" + url + "\"}\n";
        Rendering release = Chart.render(values);
        String asked = "{\"url\":\"" + url.replaceFirst("/$", "") + "/mutate";
        assertThat(release.webhooks()
                        .map(webhook -> webhook.path("clientConfig").toString()))
                .contains(asked + "\"}", asked + "/probe\"}")
                .allMatch(client -> client.startsWith(asked));
        assertThat(release.arguments()).contains("--tls-server-name=" + host);
        JsonNode certificate = Chart.render(values + "certificates: {mode: cert-manager}")
                .all("Certificate")
                .filter(candidate -> candidate.at("/metadata/name").asString().equals(Chart.RELEASE))
                .findFirst()
                .orElseThrow();
        assertThat(Rendering.strings(certificate.at("/spec/" + field))).containsExactly(host);
        assertThat(certificate.path("spec").propertyNames())
                .containsOnlyOnce(field)
                .doesNotContain(field.equals("dnsNames") ? "ipAddresses" : "dnsNames");
    }

    @Test
    void withAnAutoscalerTheDeploymentSaysNothingOfReplicas() {
        Rendering scaled = Chart.render("autoscaling: {enabled: true, maxReplicas: 9}");
        assertThat(scaled.deployment().at("/spec").has("replicas")).isFalse();
        JsonNode spec = scaled.only("HorizontalPodAutoscaler").path("spec");
        assertThat(spec.at("/scaleTargetRef/name"))
                .isEqualTo(scaled.deployment().at("/metadata/name"));
        assertThat(spec.path("maxReplicas").asInt()).isEqualTo(9);
        Rendering fixed = Chart.render("{}");
        assertThat(fixed.deployment().at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(fixed.all("HorizontalPodAutoscaler")).isEmpty();
    }

    @Test
    void moreObjectsAreTemplates() {
        Rendering rendering = Chart.render("""
                extraObjects:
                - {apiVersion: v1, kind: Secret, metadata: {name: "{{ .Release.Name }}-more", namespace: here}}
                - |
                  apiVersion: v1
                  kind: Endpoints
                  metadata:
                    name: {{ include "sidecar-first.fullname" . }}
                """);
        assertThat(rendering
                        .all("Secret")
                        .map(secret -> secret.at("/metadata/name").asString()))
                .contains(Chart.RELEASE + "-more");
        assertThat(rendering.only("Endpoints").at("/metadata/name").asString()).isEqualTo(Chart.RELEASE);
    }

    @Test
    void thePodIsAsItsValuesSay() {
        JsonNode spec = Chart.render("""
                hostUsers: false
                schedulerName: other
                hostAliases: [{ip: 10.0.0.1, hostnames: [a.example]}]
                lifecycle: {postStart: {sleep: {seconds: 1}}}
                extraContainers: [{name: more, image: more}]
                """).podSpec();
        assertThat(spec.path("hostUsers").asBoolean(true)).isFalse();
        assertThat(spec.path("schedulerName").asString()).isEqualTo("other");
        assertThat(spec.at("/hostAliases/0/ip").asString()).isEqualTo("10.0.0.1");
        assertThat(spec.at("/containers/0/lifecycle/postStart/sleep/seconds").asInt())
                .isEqualTo(1);
        assertThat(spec.at("/containers/1/name").asString()).isEqualTo("more");
        assertThat(Chart.render("{}").podSpec().propertyNames())
                .doesNotContain("hostUsers", "schedulerName", "hostAliases");
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

    private static JsonNode at(JsonNode schema, String name) {
        return schema.at("/properties/" + name.replace(".", "/properties/"));
    }

    private static JsonNode defaultOf(String name) throws IOException {
        return Manifest.parse(Files.readString(Chart.FOLDER.resolve("values.yaml")))
                .trees()
                .get(0)
                .at("/" + name.replace('.', '/'));
    }

    /** Editors show both. What values.yaml leaves to the program has no default in the schema either. */
    @ParameterizedTest
    @MethodSource("names")
    void theSchemaDescribesEveryValueAndKnowsItsDefault(String name) throws IOException {
        JsonNode schema = at(Chart.schema(), name);
        assertThat(schema.path("description").asString("")).isNotEmpty();
        assertThat(schema.path("default")).isEqualTo(defaultOf(name));
    }

    @ParameterizedTest
    @MethodSource("places")
    void theSchemaDescribesGroupsOfValues(String place) {
        assertThat(at(Chart.schema(), place).path("description").asString("")).isNotEmpty();
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
