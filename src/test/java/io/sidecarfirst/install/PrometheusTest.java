package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.chart.Chart;
import io.sidecarfirst.chart.Rendering;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.prometheus.DocumentedMetrics;
import io.sidecarfirst.prometheus.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two Prometheus scrape the replicas and an API server, and evaluate the chart's alerts: one as it is, which gets
 * OpenMetrics, and one with native histograms, which gets protobuf. Each test goes on where the one before ended.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PrometheusTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** In place of the minutes and hours of the rules: what they look back on, and how soon they resolve. */
    private static final String WHILE = "30s";

    /** In place of the minutes that a condition has to last. */
    private static final String LASTING = "3s";

    private static final String RELEASE = "prometheus";

    /** It says that it listens on port 8080, and listens on 80. */
    private static final String WRONGLY_GUESSED = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: wrongly-guessed}
            spec:
              selector: {matchLabels: {app: wrongly-guessed}}
              template:
                metadata: {labels: {app: wrongly-guessed}}
                spec:
                  terminationGracePeriodSeconds: 1
                  initContainers:
                  - {name: proxy, image: "nginx:latest", restartPolicy: Always, ports: [{containerPort: 8080}]}
                  containers:
                  - {name: app, image: "alpine:latest", command: [sleep, "3600"]}
            """;

    private static final String ENABLED = "metrics: {prometheusRule: {enabled: true}, dashboard: {enabled: true}}";

    /** The dashboard shows these, too, but none of that happens here; by other tests it may have. */
    private static final Set<String> DID_NOT_HAPPEN = Set.of(
            "sidecar_first_refused_requests_total",
            "sidecar_first_late_image_pull_seconds",
            "apiserver_admission_webhook_rejection_count");

    private final Rendering chart = Chart.render(RELEASE, ENABLED);
    private final Instant begin = Instant.now();
    private HelmInstallation installation;
    private KubernetesClient client;
    private Replicas replicas;
    private OptedIn namespace;
    private ReplicaDiscovery discovery;
    private PrometheusServer openMetrics;
    private PrometheusServer protobuf;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        PrometheusServer.assumeHere();
        installation = HelmInstallation.own(RELEASE);
        client = installation.cluster().client();
        replicas = new Replicas(installation);
        discovery = ReplicaDiscovery.of(installation);
        openMetrics = PrometheusServer.start(configured(folder.resolve("openmetrics")));
        protobuf = PrometheusServer.start(configured(folder.resolve("protobuf")), "--enable-feature=native-histograms");
        installation.install("{settings: {releaseAfterSeconds: 15}, observer: {waitingAfterSeconds: 5}}");
        namespace = OptedIn.to(installation);
        namespace.awaitGates(true);
    }

    @AfterAll
    void stop() {
        Stream.of(openMetrics, protobuf, discovery, namespace, installation)
                .filter(opened -> opened != null)
                .forEach(opened -> {
                    try {
                        opened.close();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private Path configured(Path folder) throws IOException {
        Files.createDirectories(folder);
        Config config = client.getConfiguration();
        Files.write(folder.resolve("ca.crt"), Base64.getDecoder().decode(config.getCaCertData()));
        Files.write(folder.resolve("client.crt"), Base64.getDecoder().decode(config.getClientCertData()));
        Files.write(folder.resolve("client.key"), Base64.getDecoder().decode(config.getClientKeyData()));
        Files.writeString(folder.resolve("rules.yaml"), JsonMapper.shared().writeValueAsString(rules()));
        Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 1s}
                rule_files: [rules.yaml]
                scrape_configs:
                - job_name: replicas
                  scheme: https
                  tls_config: &tls {ca_file: ca.crt, cert_file: client.crt, key_file: client.key}
                  http_sd_configs: [{url: "DISCOVERY", refresh_interval: 2s}]
                - job_name: apiserver
                  scrape_interval: 4s
                  scrape_timeout: 4s
                  scheme: https
                  tls_config: *tls
                  static_configs: [{targets: ["APISERVER"]}]
                  metric_relabel_configs: [{source_labels: [__name__], regex: "apiserver_.*admission.*", action: keep}]
                """.replace("DISCOVERY", discovery.url())
                .replace("APISERVER", client.getMasterUrl().getAuthority()));
        return folder;
    }

    /** The chart's, in haste. */
    private JsonNode rules() {
        JsonNode rules = chart.only("PrometheusRule").path("spec").deepCopy();
        elements(rules.at("/groups/0/rules")).map(ObjectNode.class::cast).forEach(rule -> {
            rule.put("expr", rule.path("expr").asString().replaceAll("(?<=[\\[ ])\\d+[mh](?=[])])", WHILE));
            rule.put("for", rule.path("for").asString().equals("0m") ? "0s" : LASTING);
        });
        return rules;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private List<PrometheusServer> both() {
        return List.of(openMetrics, protobuf);
    }

    private void awaitFiring(String... alerts) {
        await(String.join(" ", alerts))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(both())
                        .allSatisfy(server -> assertThat(server.firing()).contains(alerts)));
    }

    private void awaitResolved(String... alerts) {
        await("no more " + String.join(" ", alerts))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(both())
                        .allSatisfy(server -> assertThat(server.firing()).doesNotContain(alerts)));
    }

    /** Creates the Pod with the annotations and the sidecar changed so. */
    private Cluster.Answer create(String name, Map<String, String> environment, boolean readiness) {
        ObjectNode pod = OptedIn.pod();
        ObjectNode sidecar = (ObjectNode) pod.at("/spec/initContainers/0");
        ((ObjectNode) pod.path("metadata")).put("name", name);
        environment.forEach((variable, value) ->
                sidecar.withArray("env").addObject().put("name", variable).put("value", value));
        if (readiness) {
            sidecar.putObject("readinessProbe").putObject("tcpSocket").put("port", 81);
        }
        return namespace.create(pod);
    }

    @Test
    @Order(1)
    void allThatIsDocumentedArrives() throws IOException {
        Set<String> expected = DocumentedMetrics.typesOfReplicas().keySet();
        for (PrometheusServer server : both()) {
            await("all targets are scraped")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.targets()).hasSize(3).allSatisfy(target -> {
                        assertThat(target.path("health").asString()).isEqualTo("up");
                        assertThat(target.path("lastError").asString()).isEmpty();
                    }));
            assertThat(server.query("up{job=\"replicas\"} == 1")).hasSize(2);
            Set<String> names = names(server.query("{job=\"replicas\"}"));
            names.removeIf(name -> name.equals("up") || name.startsWith("scrape_"));
            assertThat(names).isEqualTo(expected);
        }
        assertThat(openMetrics.query("sidecar_first_request_duration_seconds_bucket"))
                .isNotEmpty();
        assertThat(protobuf.query("histogram_count(sidecar_first_request_duration_seconds)"))
                .hasSize(2);
    }

    /** Those of histograms and summaries as a whole. */
    private static Set<String> names(Collection<JsonNode> series) throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode one : series) {
            names.addAll(DocumentedMetrics.namesIn(one.at("/metric/__name__").asString()));
        }
        return names;
    }

    @Test
    @Order(2)
    void podsThatWaitAreToldOfUntilTheyAreGone() {
        assertThat(create("passes", Map.of(), false).created()).isTrue();
        assertThat(create("skipped", Map.of("LISTEN", "127.0.0.1:80"), false).created())
                .isTrue();
        assertThat(create("waits", Map.of(), true).created()).isTrue();
        client.resource(WRONGLY_GUESSED).inNamespace(namespace.name()).create();
        awaitFiring("SidecarFirstPodsWaiting");
        awaitFiring("SidecarFirstPodsWaiting", "SidecarFirstGatesReleased");
        client.pods().inNamespace(namespace.name()).withName("waits").delete();
        awaitResolved("SidecarFirstPodsWaiting");
    }

    @Test
    @Order(3)
    void podsThatWereMissedAreToldOf() {
        // All tests have one API server, of which others may have made a webhook fail open.
        awaitResolved("SidecarFirstFailedOpen", "SidecarFirstNoReadyReplica", "SidecarFirstPodsMissed");
        replicas.scale(0);
        Cluster.Answer missed = create("missed", Map.of(), false);
        assertThat(missed.created()).isTrue();
        assertThat(OptedIn.gate(missed).isMissingNode()).isTrue();
        awaitFiring("SidecarFirstFailedOpen", "SidecarFirstNoReadyReplica");

        replicas.scale(2);
        awaitFiring("SidecarFirstPodsMissed");
        assertThat(events("missed")).singleElement().satisfies(event -> {
            assertThat(event.getReason()).isEqualTo("SidecarMissed");
            assertThat(event.getMessage()).contains("Nothing was decided on the sidecar proxy");
        });
        for (PrometheusServer server : both()) {
            assertThat(server.query("sum(sidecar_first_missed_pods_total)"))
                    .singleElement()
                    .satisfies(sum -> assertThat(sum.at("/value/1").asString()).isEqualTo("1"));
        }
        awaitResolved(
                "SidecarFirstFailedOpen",
                "SidecarFirstNoReadyReplica",
                "SidecarFirstPodsMissed",
                "SidecarFirstGatesReleased");
    }

    private List<Event> events(String pod) {
        return client.v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .filter(event -> "sidecar-first".equals(event.getReportingComponent()))
                .filter(event -> event.getInvolvedObject().getName().equals(pod))
                .toList();
    }

    @Test
    @Order(4)
    void anotherReplicaIsActiveWhenTheOneThatWasIsDeleted() {
        String deleted = awaitActive(Set.of());
        replicas.delete(deleted);
        awaitActive(Set.of(deleted));
    }

    /** The one Pod that observes. */
    private String awaitActive(Set<String> others) {
        return await("an active observer")
                .atMost(PATIENCE)
                .until(
                        () -> openMetrics.query("sidecar_first_observer_active == 1").stream()
                                .map(series -> series.at("/metric/pod").asString())
                                .toList(),
                        active -> active.size() == 1 && !others.contains(active.get(0)))
                .get(0);
    }

    @Test
    @Order(5)
    void theDashboardShowsWhatHappened() throws IOException {
        List<String> queries = chart.dashboard().findValuesAsString("expr");
        assertThat(queries).allSatisfy(query -> {
            String asked = query.replace("$namespace", installation.namespace()).replace("$__rate_interval", "20s");
            boolean mayBeEmpty = DocumentedMetrics.namesIn(query).stream().anyMatch(DID_NOT_HAPPEN::contains);
            assertThat(both())
                    .allSatisfy(server -> assertThat(hasNumbers(server.graph(asked, begin)) || mayBeEmpty)
                            .as(asked)
                            .isTrue());
        });
    }

    private static boolean hasNumbers(List<JsonNode> graph) {
        return graph.stream()
                .flatMap(series -> elements(series.path("values")))
                .anyMatch(value -> !value.path(1).asString().equals("NaN"));
    }

    @Test
    @Order(6)
    void nothingWasWrongWithRulesOrSamples() {
        assertThat(both()).allSatisfy(server -> {
            assertThat(server.failedRules()).isEmpty();
            assertThat(server.log()
                            .lines()
                            .filter(line -> line.contains("level=warn") || line.contains("level=error"))
                            .filter(line -> line.contains("component=\"scrape manager\"")
                                    || line.contains("component=\"rule manager\"")))
                    .isEmpty();
        });
    }
}
