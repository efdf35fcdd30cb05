package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.cluster.RequiresK3s;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of gates that do not open, in real time, with a chart that gives them up after 15 seconds. All workloads
 * are there from the start, so that they wait side by side.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObserverTest {
    /** The 15 seconds, 30 more, and time for a machine that is busy with something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private static final int FIRST = 1;
    private static final int LAST = 2;

    /** It says that it listens on port 8080, and listens on 80. */
    private static final String SIDECAR = """
            name: proxy
            image: nginx:latest
            restartPolicy: Always
            ports: [{containerPort: 8080}]
            """;

    private static final String MAIN = """
            name: app
            image: alpine:latest
            command: [sh, -c, "trap exit TERM; sleep 3600 & wait"]
            """;

    private HelmInstallation installation;
    private KubernetesClient client;
    private Replicas replicas;
    private OptedIn namespace;

    @BeforeAll
    void start() {
        installation = HelmInstallation.own("observer");
        client = installation.cluster().client();
        replicas = new Replicas(installation);
        namespace = OptedIn.to(installation);
        installation.install("{settings: {releaseAfterSeconds: 15}, observer: {waitingAfterSeconds: 5}}");
        namespace.awaitGates(true);
        create(configured());
        Stream.of("StatefulSet", "DaemonSet").forEach(kind -> create(workload(kind)));
        create(job("job-with-room", 3));
        create(job("job-without-room", 0));
        create(pod("bare", "{}", SIDECAR));
        create(pod("never-ready", "{}", SIDECAR + "readinessProbe: {tcpSocket: {port: 8080}}\n"));
        create(pod("cannot-be-asked", "{}", SIDECAR + "readinessProbe: {exec: {command: [/not/there]}}\n"));
        create(deployment(
                "never-ready-annotated",
                "{proxy.sidecar-first.io/release-after-seconds: \"10\"}",
                SIDECAR + "readinessProbe: {tcpSocket: {port: 8080}}\n"));
        create(pod("loopback", "{}", SIDECAR + "env: [{name: LISTEN, value: \"127.0.0.1:8080\"}]\n"));
    }

    @AfterAll
    void stop() {
        installation.close();
        namespace.close();
    }

    /** An nginx that a ConfigMap binds to loopback; one Pod of it has to be there always. */
    private static String configured() {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: nginx}
                data:
                  nginx.conf: |
                    events {}
                    http:
                """.replace("http:", "http { server { listen 127.0.0.1:8080; } }") + """
                ---
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: one-at-least}
                spec: {minAvailable: 1, selector: {matchLabels: {app: configured}}}
                ---
                """
                + deployment("configured", "{}", """
                        name: proxy
                        image: nginx:latest
                        restartPolicy: Always
                        command: [nginx, -c, /conf/nginx.conf, -g, daemon off;]
                        ports: [{containerPort: 8080}]
                        volumeMounts: [{name: conf, mountPath: /conf}]
                        """).replace("spec: # of the Pod", """
                        spec:
                              volumes: [{name: conf, configMap: {name: nginx}}]""");
    }

    private static String deployment(String name, String annotations, String sidecar) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: NAME}
                spec:
                  selector: {matchLabels: {app: NAME}}
                  template:
                """.replace("NAME", name) + template(name, annotations, sidecar).indent(4);
    }

    private static String workload(String kind) {
        return deployment(kind.toLowerCase(java.util.Locale.ROOT), "{}", SIDECAR)
                .replace("kind: Deployment", "kind: " + kind);
    }

    private static String job(String name, int backoffLimit) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s}
                spec:
                  backoffLimit: %d
                  template:
                """.formatted(name, backoffLimit)
                + template(name, "{}", SIDECAR)
                        .replace("spec: # of the Pod", "spec:\n  restartPolicy: Never")
                        .replace("sleep 3600 & wait\"]\n", "exit 0\"]\n")
                        .indent(4);
    }

    private static String pod(String name, String annotations, String sidecar) {
        return "apiVersion: v1\nkind: Pod\n"
                + template(name, annotations, sidecar).replace("metadata:", "metadata:\n  name: " + name);
    }

    private static String template(String name, String annotations, String sidecar) {
        return """
                metadata:
                  labels: {app: %s}
                  annotations: %s
                spec: # of the Pod
                  terminationGracePeriodSeconds: 1
                  initContainers:
                  -
                """.formatted(name, annotations) + sidecar.indent(4) + "  containers:\n  -\n" + MAIN.indent(4);
    }

    private void create(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace.name())
                .create();
    }

    private List<Pod> pods(String app) {
        return client.pods()
                .inNamespace(namespace.name())
                .withLabel("app", app)
                .list()
                .getItems();
    }

    private Pod awaitRunning(String app) {
        return await(app)
                .atMost(PATIENCE)
                .until(
                        () -> pods(app).stream()
                                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                                .filter(ObserverTest::mainRuns)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean mainRuns(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getState().getRunning() != null);
    }

    private static String status(Pod pod) {
        return pod.getMetadata().getAnnotations().getOrDefault("sidecar-first.io/status", "");
    }

    private static boolean isGated(Pod pod) {
        return pod.getSpec().getInitContainers().get(0).getStartupProbe() != null;
    }

    /** The Events of ours on objects whose names start so. */
    private List<Event> events(String object) {
        return client.v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .filter(event -> "sidecar-first".equals(event.getReportingComponent()))
                .filter(event -> event.getInvolvedObject().getName().startsWith(object))
                .toList();
    }

    private Event awaitEvent(String object, String reason) {
        return await(object + " " + reason)
                .atMost(PATIENCE)
                .until(
                        () -> events(object).stream()
                                .filter(event -> event.getReason().equals(reason))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private Set<String> reasons(String object) {
        return events(object).stream().map(Event::getReason).collect(Collectors.toSet());
    }

    @Test
    @Order(FIRST)
    void aDeploymentComesUpByItselfAndStaysUpUntilItsSidecarIsEdited() {
        Pod released = awaitRunning("configured");
        assertThat(status(released)).contains("\"skipped\":\"released\"");
        assertThat(isGated(released)).isFalse();
        assertThat(awaitEvent("configured-", "GateReleased").getMessage())
                .contains("tcpSocket on port 8080")
                .contains(" of Deployment configured waited ");
        assertThat(events("configured-"))
                .filteredOn(event -> event.getReason().equals("GateReleased"))
                .extracting(event -> event.getInvolvedObject().getKind())
                .containsExactlyInAnyOrder("Pod", "ReplicaSet");

        // Another ReplicaSet, the same sidecar.
        var deployment =
                client.apps().deployments().inNamespace(namespace.name()).withName("configured");
        deployment.rolling().restart();
        await().atMost(PATIENCE).until(() -> isRolledOut(deployment.get()));
        assertThat(pods("configured")).allMatch(pod -> !isGated(pod));

        // Its controller may write to it at the same moment.
        await("edited").ignoreExceptions().until(() -> deployment.edit(ObserverTest::edited) != null);
        await("guessed again")
                .atMost(PATIENCE)
                .until(() -> pods("configured").stream().anyMatch(ObserverTest::isGated));
    }

    private static Deployment edited(Deployment deployment) {
        deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getInitContainers()
                .get(0)
                .setCommand(List.of("nginx", "-c", "/conf/nginx.conf", "-g", "daemon  off;"));
        return deployment;
    }

    private static boolean isRolledOut(Deployment deployment) {
        return deployment
                        .getMetadata()
                        .getGeneration()
                        .equals(deployment.getStatus().getObservedGeneration())
                && Integer.valueOf(1).equals(deployment.getStatus().getUpdatedReplicas())
                && Integer.valueOf(1).equals(deployment.getStatus().getAvailableReplicas())
                && Integer.valueOf(1).equals(deployment.getStatus().getReplicas());
    }

    @ParameterizedTest
    @Order(FIRST)
    @ValueSource(strings = {"statefulset", "daemonset", "never-ready-annotated"})
    void othersComeUpToo(String workload) {
        Pod running = awaitRunning(workload);
        assertThat(status(running)).contains("\"skipped\":\"released\"");
        assertThat(awaitEvent(workload, "SidecarSkipped").getMessage()).contains("(released)");
    }

    @Test
    @Order(FIRST)
    void aJobThatMayFailOnceSucceeds() {
        await().atMost(PATIENCE)
                .until(() -> Integer.valueOf(1)
                        .equals(client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace.name())
                                .withName("job-with-room")
                                .get()
                                .getStatus()
                                .getSucceeded()));
    }

    @ParameterizedTest
    @Order(FIRST)
    @ValueSource(strings = {"job-without-room", "bare"})
    void whatWouldNotBeReplacedIsLeftAndSaysWhatToDo(String workload) {
        Event event = awaitEvent(workload, "GateNotReleased");
        assertThat(event.getMessage())
                .contains("is not evicted")
                .contains(workload.equals("bare") ? "Delete it and create it" : "Delete the Job, not the Pod,")
                .contains("sidecar-first release --forget");
        assertThat(event.getCount()).isEqualTo(1);
        assertThat(pods(workload)).singleElement().matches(ObserverTest::isGated);
        assertThat(reasons(workload)).contains("GateWaiting").doesNotContain("GateReleased");
    }

    @Test
    @Order(FIRST)
    void aStatedGateHoldsAndSaysWhyAndHowToLetGo() {
        awaitRunning("configured");
        assertThat(events("never-ready"))
                .filteredOn(event -> event.getInvolvedObject().getName().equals("never-ready"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getReason()).isEqualTo("GateWaiting");
                    assertThat(event.getCount()).isEqualTo(1);
                    assertThat(event.getMessage())
                            .contains("connection refused")
                            .contains("create the Pod again with the annotation proxy.sidecar-first.io/inject")
                            .contains("sidecar-first explain pod/never-ready -n " + namespace.name());
                });
        assertThat(pods("never-ready")).singleElement().matches(ObserverTest::isGated);
        assertThat(reasons("cannot-be-asked")).containsExactly("GateErrored");
        assertThat(awaitEvent("loopback", "SidecarSkipped").getMessage())
                .contains("(loopback-only)")
                .contains("LISTEN");
        assertThat(events("loopback")).hasSize(1);
    }

    /**
     * Another one goes on, also when the active one could not say good-bye; and Pods that were created while
     * there was none at all are told of.
     */
    @Test
    @Order(LAST)
    void anotherReplicaTakesOver() {
        String holder = awaitHolder(Set.of());
        replicas.delete(holder);
        String lost = awaitHolder(Set.of(holder));
        replicas.lose(lost);
        awaitHolder(Set.of(holder, lost));

        replicas.scale(0);
        create(pod("missed", "{}", SIDECAR));
        replicas.scale(1);
        assertThat(awaitEvent("missed", "SidecarMissed").getMessage()).contains("Nothing was decided");
        assertThat(events("never-ready"))
                .filteredOn(event -> event.getReason().equals("GateWaiting"))
                .as("the Events of before are used again")
                .filteredOn(event -> event.getInvolvedObject().getName().equals("never-ready"))
                .hasSize(1);
    }

    /** The Pod that holds the Lease. */
    private String awaitHolder(Set<String> others) {
        return await("the Lease")
                .atMost(Duration.ofSeconds(60))
                .until(this::holder, name -> !name.isEmpty() && !others.contains(name));
    }

    private String holder() {
        Map<?, ?> spec = (Map<?, ?>) client.genericKubernetesResources("coordination.k8s.io/v1", "Lease")
                .inNamespace(installation.namespace())
                .withName(installation.fullName() + "-observer")
                .get()
                .getAdditionalProperties()
                .getOrDefault("spec", Map.of());
        String identity = Optional.ofNullable(spec.get("holderIdentity"))
                .map(Object::toString)
                .orElse("");
        return identity.replaceAll("_.*", "");
    }
}
