package io.sidecarfirst.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeObjects;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Policy;
import io.sidecarfirst.release.Fingerprint;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.release.Releases;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code explain} as a process would run it: on files, and on objects of an API server of the test's own. */
class ExplainTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              template:
                spec:
                  initContainers:
                  - {name: proxy, image: proxy, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 8080}}}
                  containers: [{name: app, image: app}]
            """;

    private static final String REPLICA_SET = """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: web-1
              namespace: shop
              ownerReferences: [{controller: true, kind: Deployment, name: web}]
            spec: {template: {spec: {containers: []}}}
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web-1-x
              namespace: shop
              ownerReferences: [{controller: true, kind: ReplicaSet, name: web-1}]
            spec:
              initContainers:
              - {name: proxy, image: proxy, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 8080}}}
              containers: [{name: app, image: app}]
            status: {phase: Running}
            """;

    private static final String WEBHOOK = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: zz-sidecar-first}
            webhooks: [{namespaceSelector: {matchLabels: {sidecar-first.io/injection: enabled}}}]
            """;

    private static final String SHOP = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {sidecar-first.io/injection: enabled}}
            """;

    @TempDir
    private Path folder;

    private final FakeObjects objects = new FakeObjects();
    private FakeApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeApiServer.start(objects);
        objects.with(WEB, REPLICA_SET, POD, SHOP);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Run explain(String... words) throws IOException {
        List<String> args = new ArrayList<>(List.of("explain", "--kubeconfig"));
        args.add(server.kubeconfig(folder, "shop").toString());
        args.addAll(List.of(words));
        return Cli.run(args.toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aFile() throws IOException {
        Cli.Run run = Cli.run("explain", file("web.yaml", WEB).toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("Deployment web in namespace shop (" + folder.resolve("web.yaml") + ")")
                .contains("proxy: gated by its readinessProbe", "proxy.sidecar-first.io/inject: \"false\"")
                .doesNotContain("\u001B");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void standardInput() {
        assertThat(Cli.with(Map.of()).reading(WEB).execute("explain", "-").out())
                .startsWith("Deployment web in namespace shop (standard input)");
    }

    @Test
    void itDecidesAsTheServerWithTheSameSettings() throws IOException {
        Cli.Run run = Cli.run(
                "explain",
                file("web.yaml", WEB).toString(),
                "--startup-budget-seconds",
                "120",
                "--period-seconds",
                "2");
        assertThat(run.out()).contains("every 2 seconds, up to 60 times", "2 minutes, until it is restarted");
    }

    @Test
    void jsonAndYamlSayTheSame() throws IOException {
        String file = file("web.yaml", WEB).toString();
        Cli.Run json = Cli.run("explain", file, "-o", "json");
        Cli.Run yaml = Cli.run("explain", file, "--output", "yaml");
        JsonNode tree = JsonMapper.shared().readTree(json.out());
        assertThat(tree.at("/explanations/0/sidecars/0/longestWaitSeconds").asInt())
                .isEqualTo(86_400);
        Path written = file("out.yaml", yaml.out());
        assertThat(Manifest.parse(Files.readAllBytes(written)).trees()).containsExactly(tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/web", "deployment/web", "deployments.apps/web"})
    void aWorkloadOfTheCluster(String word) throws IOException {
        Cli.Run run = explain(word);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("Deployment web in namespace shop (http://127.0.0.1")
                .contains(
                        "Nothing of sidecar-first is installed",
                        "proxy: gated by its readinessProbe",
                        "progressDeadlineSeconds",
                        "Kubernetes 1.35.1");
    }

    @Test
    void kindAndNameAsTwoWords() throws IOException {
        assertThat(explain("deploy", "web", "-n", "shop").out()).startsWith("Deployment web in namespace shop");
    }

    @Test
    void aPodWithItsChainOfOwners() throws IOException {
        objects.with(WEBHOOK);
        Cli.Run run = explain("pod/web-1-x");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "proxy: not gated; in a new Pod it would be, by its readinessProbe",
                        "although it is opted in by now",
                        "of Deployment web; this Pod's");
    }

    @Test
    void ownersAndLabelsThatMayNotBeReadAreDoneWithout() throws IOException {
        objects.forbidding(path -> !path.contains("/pods/"));
        Cli.Run run = explain("pod/web-1-x");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("could not be read", "of ReplicaSet web-1")
                .doesNotContain("Kubernetes 1.");
    }

    /** Denied is not ignored, and said once. */
    @Test
    void strict() throws IOException {
        String file = file("web.yaml", WEB.replace("  template:\n", """
                          template:
                            metadata: {annotations: {sidecar-first.io/period-seconds: never}}
                        """)).toString();
        String refused = "annotation sidecar-first.io/period-seconds=\"never\" cannot be used; allowed: ";
        Cli.Run run = Cli.run("explain", file, "--strict", "--width", "300");
        assertThat(run.out())
                .containsOnlyOnce(refused)
                .contains("Refused, because --strict is on")
                .doesNotContain("ignored");
        assertThat(Cli.run("explain", file, "--width", "300").out())
                .contains("never\" cannot be used and is ignored; allowed: ")
                .doesNotContain("Refused");
    }

    @Test
    void nothingIsInstalled() throws IOException {
        assertThat(words(explain("deploy/web", "pod/web-1-x")))
                .contains("Nothing of sidecar-first is installed in this cluster now: it gates no new Pod, although")
                .contains("proxy: not gated; by sidecar-first it would be, by its readinessProbe")
                .contains("at creation nothing by this Pod's status; nothing of sidecar-first is installed in this"
                        + " cluster now");
        assertThat(first(explain("deploy/web", "-o", "json")).path("installed").asString())
                .isEqualTo("nothing");
    }

    /** The template of a CronJob's Job is written by the CronJob, in its Pods' words too. */
    @Test
    void aPodOfAJobOfACronJob() throws IOException {
        objects.with("""
                        apiVersion: batch/v1
                        kind: Job
                        metadata:
                          name: report-29
                          namespace: shop
                          ownerReferences: [{controller: true, kind: CronJob, name: report}]
                        spec: {template: {spec: {containers: []}}}
                        """).with(POD.replace("kind: ReplicaSet, name: web-1}", "kind: Job, name: report-29}"));
        assertThat(words(explain("pod/web-1-x")))
                .contains("in spec.jobTemplate.spec.template.metadata.annotations of CronJob report, which makes Job"
                        + " report-29; a Job that exists has to be deleted and created again")
                .contains("Set activeDeadlineSeconds in spec.jobTemplate.spec of the CronJob to");
    }

    /** What is not known of a Job is not said of it. */
    @Test
    void aPodOfAJobThatMayNotBeRead() throws IOException {
        objects.with(POD.replace("kind: ReplicaSet, name: web-1}", "kind: Job, name: report-29}"))
                .forbidding(path -> path.contains("/jobs/"));
        assertThat(words(explain("pod/web-1-x")))
                .contains("The Job could not be read. If it has no activeDeadlineSeconds: should");
    }

    @Test
    void theWebhookIsInstalled() throws IOException {
        objects.with(WEBHOOK);
        assertThat(words(explain("pod/web-1-x")))
                .contains("Opted in, by the webhook configuration zz-sidecar-first: this is what")
                .contains("although it is opted in by now: the Pod was created before that, or while no replica");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1"})
    void thePolicyIsInstalled(String version) throws IOException {
        objects.with(new Policy(
                                Settings.DEFAULTS,
                                Programs.KNOWN,
                                ApiVersion.of(version).orElseThrow(),
                                "gates")
                        .text())
                .failing(404, path -> path.contains(".k8s.io/v1/mutatingadmission") && version.equals("v1beta1"));
        assertThat(words(explain("pod/web-1-x")))
                .contains("Opted in, by the policy gates: this is what")
                .contains("or before the policy was applied, or an expression of the policy failed");
        assertThat(first(explain("deploy/web", "-o", "json")).path("installed").asString())
                .isEqualTo("policy");
    }

    @Test
    void anApiServerWithoutPolicies() throws IOException {
        objects.failing(404, path -> path.contains("mutatingadmission"));
        assertThat(words(explain("deploy/web"))).contains("Nothing of sidecar-first is installed");
    }

    /** A gate without its binding is none. */
    @Test
    void policiesThatMayNotBeRead() throws IOException {
        objects.with(new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, "gates").text())
                .forbidding(path -> path.contains("mutatingadmissionpolicybindings"));
        assertThat(words(explain("deploy/web")))
                .contains("which could not be read (the admission policies may not be read)");
    }

    @Test
    void whatTheKubeletSaysOfAPodThatWaits() throws IOException {
        objects.with(POD.replace("web-1-x", "waits")
                        .replace("readinessProbe", "startupProbe")
                        .replace("Running", "Pending"))
                .with(FakeObjects.PROBE_FAILED);
        assertThat(words(explain("pod/waits")))
                .contains(
                        "The kubelet says: Startup probe failed: dial tcp 10.42.0.6:8080: connect: connection refused")
                .contains("in the manifest of Deployment web; this Pod's own probes cannot be changed any more, so"
                        + " delete it if it still waits after that:");
        assertThat(server.requests()).anyMatch(request -> request.contains("/events?"));
        objects.forbidding(path -> path.endsWith("/events"));
        assertThat(words(explain("pod/waits")))
                .contains("no kubelet has reported on it yet")
                .doesNotContain("The kubelet says");
    }

    private static final String SELECTED = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              selector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [a, b]}]}
              template:
                spec:
                  initContainers:
                  - {name: proxy, image: proxy, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 8080}}}
                  containers: [{name: app, image: app}]
            """;

    private static String waits(String name) {
        return POD.replace("web-1-x", name)
                .replace(
                        "  namespace: shop\n",
                        "  namespace: shop\n  annotations: {sidecar-first.io/status:"
                                + " '{\"proxy\":{\"gated\":\"port\",\"period\":10,\"threshold\":3}}'}\n")
                .replace("readinessProbe", "startupProbe")
                .replace(
                        "{phase: Running}",
                        "{phase: Pending, initContainerStatuses: [{name: proxy, started: false,"
                                + " state: {running: {startedAt: \"2026-01-01T12:00:00Z\"}}}]}");
    }

    /** A Deployment is as old as its oldest Pod. */
    @Test
    void thePodsThatAWorkloadHasNow() throws IOException {
        objects.with(WEBHOOK, SELECTED, POD.replace("web-1-x", "web-1-y"), waits("web-1-z"))
                .with(POD.replace("web-1-x", "other").replace("name: web-1}", "name: other-1}"))
                .with(POD.replace("web-1-x", "gone").replace("Running", "Succeeded"))
                .with(FakeObjects.PROBE_FAILED);
        Cli.Run run = explain("deploy/web");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(words(run))
                .contains("Its Pods now - Pod web-1-z has been waiting for proxy for ")
                .contains(": tcpSocket on port 8080. The kubelet says: Startup probe failed: dial tcp")
                .contains("- proxy: 2 of 3 are older than the label or the webhook, or nobody answered when they were"
                        + " created: no gate until they are replaced, as by kubectl rollout restart (such as web-1-x).")
                .contains("- proxy: 1 of 3 waits for it now, by the gate from its port; a new one would be gated by its"
                        + " readinessProbe.");
        assertThat(server.requests())
                .anyMatch(request -> request.contains("/pods?limit=500&fieldSelector=status.phase%21%3DSucceeded")
                        && request.contains("labelSelector=app%3Dweb%2Ctier+in+%28a%2Cb%29"));
        JsonNode pods = first(explain("deploy/web", "-o", "json")).path("pods");
        assertThat(pods.path("live").asInt()).isEqualTo(3);
        assertThat(pods.at("/waiting/0/pod").asString()).isEqualTo("web-1-z");
        assertThat(pods.at("/waiting/0/lastFailure").asString()).endsWith("connection refused");
        assertThat(pods.at("/rows/0/verdict").asString()).isEqualTo("waiting");
        assertThat(pods.at("/rows/1/verdict").asString()).isEqualTo("missed");
        assertThat(pods.path("unseen")).isEmpty();
    }

    /** A Deployment says it itself, a StatefulSet only in Events. */
    @Test
    void podsThatTheApiServerRefuses() throws IOException {
        String refusal = "failed calling webhook \\\"pods.sidecar-first.io\\\": connection refused";
        String said = ": failed calling webhook \"pods.sidecar-first.io\": connection refused. It is tried again by"
                + " itself, with growing pauses. The webhook had to be asked (failurePolicy Fail), and did not answer."
                + " The way out for one workload: the label sidecar-first.io/injection=disabled on its Pods; for all:"
                + " kubectl delete mutatingwebhookconfiguration zz-sidecar-first, which helm upgrade brings back."
                + " - There is none now.";
        objects.with(WEBHOOK, SELECTED)
                .with(WEB + "status: {conditions: [{type: ReplicaFailure, status: \"True\", reason: FailedCreate,"
                        + " message: \"" + refusal + "\"}]}\n")
                .with(WEB.replace("kind: Deployment", "kind: StatefulSet")
                        .replace("name: web,", "name: db, uid: u-db,"))
                .with("apiVersion: v1\nkind: Event\nmetadata: {name: e1, namespace: shop}\nreason: FailedCreate\n"
                        + "involvedObject: {kind: StatefulSet, name: db, uid: u-db}\nmessage: \"" + refusal
                        + "\"\nlastTimestamp: \"2026-01-01T12:00:00Z\"\n");
        assertThat(words(explain("deploy/web"))).contains("Its Pods now - The API server refused a new one" + said);
        assertThat(words(explain("sts/db")))
                .containsPattern("The API server refused a new one [^:]+ ago: ")
                .contains(said);
        assertThat(first(explain("sts/db", "-o", "json")).at("/pods/refused/at").asString())
                .isEqualTo("2026-01-01T12:00:00Z");
    }

    /** Nothing is wrong with the gate. */
    @Test
    void aPodThatWaitsForSomethingElse() throws IOException {
        objects.with(waits("web-1-v")
                .replace(
                        "phase: Pending,",
                        "phase: Pending, conditions: [{type: PodReadyToStartContainers," + " status: \"False\"}],"));
        assertThat(words(explain("pod/web-1-v")))
                .contains(
                        "Its mains do not wait for a gate now, but for its volumes or its network; more: sidecar-first"
                                + " timeline pod/web-1-v -n shop.");
        assertThat(first(explain("pod/web-1-v", "-o", "json")).path("otherWait").asString())
                .startsWith("Its mains do not wait for a gate now");
    }

    @Test
    void podsThatMayNotBeRead() throws IOException {
        objects.with(WEBHOOK, SELECTED).forbidding(path -> path.endsWith("/pods"));
        Cli.Run run = explain("deploy/web");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(words(run))
                .contains("Its Pods now - Not seen: pods: /api/v1/namespaces/shop/pods is forbidden")
                .doesNotContain("There is none now");
        assertThat(first(explain("deploy/web", "-o", "json"))
                        .at("/pods/unseen/0")
                        .asString())
                .startsWith("pods: ");
    }

    @Test
    void eventsOfPodsOfAWorkloadThatMayNotBeRead() throws IOException {
        objects.with(WEBHOOK, SELECTED, waits("web-1-z")).forbidding(path -> path.endsWith("/events"));
        assertThat(words(explain("deploy/web")))
                .contains("Pod web-1-z has been waiting for proxy")
                .contains("Not seen: what the kubelet says of Pods that wait (in shop): ");
    }

    /** A CronJob has no selector: its Jobs have the Pods. */
    @Test
    void thePodsOfACronJob() throws IOException {
        String template = WEB.substring(WEB.indexOf("  template:")).indent(4);
        objects.with(WEBHOOK)
                .with("apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: report, namespace: shop}\n"
                        + "status: {active: [{name: report-29}]}\nspec:\n  jobTemplate:\n    spec:\n" + template)
                .with(POD.replace("web-1-x", "report-29-x")
                        .replace("kind: ReplicaSet, name: web-1}", "kind: Job, name: report-29}"));
        Cli.Run run = explain("cj/report");
        assertThat(words(run)).contains("proxy: 1 of 1 is older than the label or the webhook");
        assertThat(server.requests())
                .anyMatch(
                        request -> request.contains("labelSelector=batch.kubernetes.io%2Fjob-name+in+%28report-29%29"));
        assertThat(first(explain("cj/report", "-o", "json"))
                        .at("/pods/rows/0/workload")
                        .asString())
                .isEqualTo("cronjob/report");
    }

    /** "false" for the gate and "have it restarted" would be the wrong advice. */
    @Test
    void connectionRefusedPointsToLoopback() throws IOException {
        objects.with(POD.replace("web-1-x", "waits")
                        .replace("readinessProbe", "startupProbe")
                        .replace("Running", "Pending"))
                .with(FakeObjects.PROBE_FAILED);
        assertThat(words(explain("pod/waits")))
                .contains("likely cause Nothing listens on that port of the Pod's own address.")
                .contains("it listens on loopback (127.0.0.1) only");
        assertThat(first(explain("pod/waits", "-o", "json"))
                        .at("/sidecars/0/live/likelyCause")
                        .asString(""))
                .startsWith("Nothing listens");
    }

    /** The label is what is wrong, and not the gate. */
    @Test
    void aNamespaceWithAWrongValueOfTheLabel() throws IOException {
        objects.with(WEBHOOK, SHOP.replace("injection: enabled", "injection: 'true'"));
        assertThat(words(explain("pod/web-1-x")))
                .contains("Its namespace's label sidecar-first.io/injection says \"true\", and must say \"enabled\":"
                        + " kubectl"
                        + " label --overwrite namespace shop sidecar-first.io/injection=enabled")
                .doesNotContain("proxy.sidecar-first.io/inject");
        assertThat(first(explain("deploy/web", "-o", "json")).path("toOptIn").asString(""))
                .isEqualTo("kubectl label --overwrite namespace shop sidecar-first.io/injection=enabled");
    }

    @Test
    void theServersSettingsAreReadFromItsConfigMap() throws IOException {
        objects.with(
                WEBHOOK.replace(
                        "{namespaceSelector", "{clientConfig: {service: {namespace: gates}}, namespaceSelector"),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first, namespace: gates}
                data:
                  config.yaml: |
                    period-seconds: 3
                    https-port: 8443
                    programs: /etc/sidecar-first/programs.yaml
                """);
        assertThat(words(explain("deploy/web")))
                .contains("under the server's settings (ConfigMap first in namespace gates).", "every 3 seconds");
        assertThat(words(explain("deploy/web", "--period-seconds", "2")))
                .contains("under the settings of this command", "every 2 seconds");
        objects.forbidding(path -> path.contains("/admissionregistration.k8s.io/"));
        assertThat(words(explain("deploy/web"))).as("with the ClusterRole view").contains("every 3 seconds");
        objects.forbidding(path -> path.contains("/admissionregistration.k8s.io/") || path.endsWith("/configmaps"));
        assertThat(words(explain("deploy/web"))).contains("every 1 second");
    }

    /** By the chart's Deployment that serves this webhook configuration. */
    @ParameterizedTest
    @CsvSource({"zz-sidecar-first, true", "zz-another, false"})
    void theSettingsOfAServerByUrl(String served, boolean areFound) throws IOException {
        objects.with(
                WEBHOOK.replace(
                        "{namespaceSelector", "{clientConfig: {url: 'https://10.0.0.1/mutate'}, namespaceSelector"),
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: first, namespace: gates}
                spec: {template: {spec: {containers: [{name: a, args: [--webhook-configuration=%s]}]}}}
                """.formatted(served),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first, namespace: gates}
                data: {config.yaml: 'period-seconds: 3'}
                """);
        assertThat(words(explain("deploy/web"))).contains(areFound ? "every 3 seconds" : "every 1 second");
    }

    @Test
    void theServersProgramsToo() throws IOException {
        objects.with(
                WEBHOOK.replace(
                        "{namespaceSelector", "{clientConfig: {service: {namespace: gates}}, namespaceSelector"),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first, namespace: gates}
                data:
                  config.yaml: 'programs: /etc/sidecar-first/programs.yaml'
                  programs.yaml: |
                    schema: 1
                    programs:
                    - {name: ours, images: [proxy], listens: loopback}
                """);
        assertThat(words(explain("deploy/web"))).contains("ours listens on loopback unless told otherwise");
    }

    @Test
    void settingsThatCannotBeUsedAreSaid() throws IOException {
        objects.with(
                WEBHOOK.replace(
                        "{namespaceSelector", "{clientConfig: {service: {namespace: gates}}, namespaceSelector"),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first, namespace: gates}
                data: {config.yaml: 'period-seconds: never'}
                """);
        Cli.Run run = explain("deploy/web");
        assertThat(run.err())
                .contains("the server's settings cannot be used, those of this command count: ConfigMap first");
        assertThat(words(run)).contains("under the settings of this command", "every 1 second");
    }

    /** A Deployment whose sidecar is guessed, under a server that has given such a gate up. */
    private void released(String fields) {
        String guessed = WEB.replace("readinessProbe: {tcpSocket: {port: 8080}}", "ports: [{containerPort: 8080}]");
        Pod pod = Yaml.podWithSidecar("image: proxy, ports: [{containerPort: 8080}]");
        Releases releases = Releases.NONE.with(new Release(
                "shop",
                Fingerprint.of(pod, pod.sidecars().get(0)),
                "proxy",
                SourceKind.PORT,
                "tcpSocket on port 8080",
                "proxy",
                "Deployment web",
                "web-1-x",
                Instant.parse("2026-01-01T12:00:00Z"),
                120));
        objects.with(
                guessed.replace("image: proxy,", "image: proxy," + fields),
                WEBHOOK.replace(
                        "{namespaceSelector", "{clientConfig: {service: {namespace: gates}}, namespaceSelector"),
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first-released, namespace: gates}
                data: %s
                """.formatted(releases.data()));
    }

    @Test
    void aGateThatWasGivenUpIsNotMadeAgain() throws IOException {
        released("");
        assertThat(words(explain("deploy/web")))
                .contains(
                        "not gated (released)",
                        "Its gate (tcpSocket on port 8080) did not open within 120 seconds on 2026-01-01; edit the"
                                + " sidecar, or run: sidecar-first release --forget shop.",
                        "proxy.sidecar-first.io/port: \"PORT\"",
                        "give it a readinessProbe");
    }

    @Test
    void anEditedSidecarIsGatedAgain() throws IOException {
        released(" args: [--fixed],");
        assertThat(words(explain("deploy/web"))).contains("gated by its port").doesNotContain("released");
    }

    @Test
    void aGuessIsGivenUpWhereAnObserverDoesThat() throws IOException {
        released(" args: [--fixed],");
        Cli.Run run = explain("deploy/web");
        assertThat(words(run))
                .contains("longest wait 2 minutes, until the observer gives the gate up; else 1 day")
                .contains(
                        "When they have waited for 2 minutes, and proxy runs, the observer gives the gate up: new Pods"
                                + " do not wait for proxy. It evicts the Pod that waits, and the Deployment"
                                + " replaces it.")
                .contains("the mains wait until the observer gives the gate up, after 2 minutes.")
                .contains("proxy.sidecar-first.io/release-after-seconds: \"600\"")
                .doesNotContain("progressDeadlineSeconds", "where an observer");
        assertThat(first(explain("deploy/web", "-o", "json"))
                        .at("/sidecars/0/givenUpAfterSeconds")
                        .asInt())
                .isEqualTo(120);
    }

    /** Whoever may not see that does not know it, and the author's own word is never given up by itself. */
    @Test
    void whatIsNotKnownIsSaidWithACondition() throws IOException {
        released(" args: [--fixed],");
        objects.forbidding(path -> path.endsWith("/configmaps"));
        assertThat(words(explain("deploy/web")))
                .contains("1 day, until it is restarted; 2 minutes where an observer gives the gate up")
                .contains("Where an observer runs, it gives the gate up after 2 minutes, and evicts the Pod if")
                .contains("progressDeadlineSeconds");
        objects.forbidding(path -> false).with(WEB);
        assertThat(words(explain("deploy/web")))
                .contains("longest wait 1 day, until it is restarted never ready")
                .contains("proxy.sidecar-first.io/release-after-seconds: \"120\" have the observer give it up");
    }

    /** The chart has its settings there, and no ConfigMap for what was given up; of others that is not known. */
    @Test
    void whereNothingIsGivenUp() throws IOException {
        String own = WEB.replace("readinessProbe: {tcpSocket: {port: 8080}}", "ports: [{containerPort: 8080}]");
        objects.with(
                own,
                WEBHOOK.replace(
                        "{namespaceSelector", "{clientConfig: {service: {namespace: gates}}, namespaceSelector"));
        assertThat(words(explain("deploy/web"))).contains("where an observer gives the gate up");
        server.close();
        server = FakeApiServer.start(request -> request.path().equals("/api/v1/namespaces/gates/configmaps")
                ? FakeApiServer.Reply.ok(
                        String.valueOf(request.uri().getQuery()).contains("released")
                                ? "{\"kind\":\"List\",\"items\":[]}"
                                : "{\"kind\":\"List\",\"items\":[{\"metadata\":{\"name\":\"first\"},"
                                        + "\"data\":{\"config.yaml\":\"strict: false\"}}]}")
                : objects.apply(request));
        assertThat(words(explain("deploy/web")))
                .contains("on the Pod's address, the mains wait for ever.", "It is restarted for ever.")
                .doesNotContain("observer", "release-after-seconds");
    }

    @Test
    void aJobThatHasEnded() throws IOException {
        String job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: once, namespace: shop}\nstatus: {conditions:"
                + " [{type: %s, status: \"True\", reason: BackoffLimitExceeded}]}\nspec:\n"
                + WEB.substring(WEB.indexOf("  template:"));
        objects.with(job.formatted("Failed"));
        assertThat(words(explain("job/once"))).contains("The Job has ended (Failed, BackoffLimitExceeded)");
        objects.with(job.formatted("Suspended"));
        assertThat(words(explain("job/once"))).doesNotContain("has ended");
    }

    @Test
    void aNamespaceThatIsNotThere() throws IOException {
        Cli.Run run = explain("deploy/web", "-n", "nosuch");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).isEqualTo("sidecar-first: deploy/web: there is no namespace nosuch\n");
        assertThat(explain("deploy/nosuch").err()).contains("there is none in namespace shop;");
    }

    /** As audit tells it from the name, where only Pods may be read. */
    @Test
    void theDeploymentOfAReplicaSetThatMayNotBeRead() throws IOException {
        objects.with(POD.replace("  namespace: shop\n", "  namespace: shop\n  labels: {pod-template-hash: \"1\"}\n"))
                .forbidding(path -> !path.contains("/pods/"));
        assertThat(words(explain("pod/web-1-x"))).contains("of Deployment web;").doesNotContain("ReplicaSet web-1");
    }

    @Test
    void aSidecarThatCrashes() throws IOException {
        String crashes = waits("web-1-c")
                .replace(
                        "state: {running: {startedAt: \"2026-01-01T12:00:00Z\"}}",
                        "restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated:"
                                + " {exitCode: 1, reason: Error, startedAt: \"2026-01-01T12:00:00Z\", finishedAt:"
                                + " \"2026-01-01T12:00:02Z\"}}");
        objects.with(crashes).with(FakeObjects.PROBE_FAILED);
        assertThat(words(explain("pod/web-1-c")))
                .contains("waiting (CrashLoopBackOff); restarted 4 times, last after exit code 1.")
                .contains("likely cause It crashes: it was restarted 4 times, and ended last with exit code 1 after 2"
                        + " seconds. Its log tells why: kubectl logs web-1-c -c proxy -n shop")
                .doesNotContain("Nothing listens");
    }

    @Test
    void eventsThatMayNotBeRead() throws IOException {
        objects.with(waits("web-1-z")).forbidding(path -> path.endsWith("/events"));
        assertThat(explain("pod/web-1-z").err())
                .startsWith("sidecar-first: pod/web-1-z: not seen: what the kubelet says of it: ");
    }

    @Test
    void whatWasGivenUpMayNotBeRead() throws IOException {
        released("");
        objects.forbidding(path -> path.endsWith("/first-released"));
        Cli.Run run = explain("deploy/web");
        assertThat(run.err())
                .contains("gates that were given up are not known here: reading ConfigMap gates/first-released:");
        assertThat(words(run)).contains("gated by its port");
    }

    /** The oldest kubelet may have what the API server has not. */
    @Test
    void theVersionOfThePodsOwnNodeCounts() throws IOException {
        objects.with(
                POD.replace("spec:\n", "spec:\n  nodeName: new\n"),
                "{apiVersion: v1, kind: Node, metadata: {name: old}, status: {nodeInfo: {kubeletVersion: v1.35.2}}}",
                "{apiVersion: v1, kind: Node, metadata: {name: new}, status: {nodeInfo: {kubeletVersion: v1.35.6}}}");
        assertThat(words(explain("deploy/web")))
                .contains("Kubernetes 1.35.2 (kubelet): after a restart of the kubelet");
        assertThat(words(explain("pod/web-1-x"))).doesNotContain("after a restart of the kubelet");
    }

    private static String words(Cli.Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().replaceAll("\\s+", " ");
    }

    private static JsonNode first(Cli.Run run) {
        return JsonMapper.shared().readTree(run.out()).at("/explanations/0");
    }

    @Test
    void aPodThatIsNotThereAndOneThatIs() throws IOException {
        Cli.Run run = explain("pod/gone", "pod/web-1-x");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("sidecar-first: pod/gone: there is none in namespace shop");
        assertThat(run.out()).startsWith("Pod web-1-x");
    }

    @Test
    void noPermission() throws IOException {
        objects.forbidding(path -> true);
        Cli.Run run = explain("deploy/web");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err())
                .startsWith("sidecar-first: deploy/web: may not be read: ")
                .contains("forbidden");
    }

    @Test
    void noClusterButAFile() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = FakeApiServer.kubeconfig(folder, "", "server: http://127.0.0.1:" + port, "token: secret");
        Cli.Run run =
                Cli.run("explain", "deploy/web", file("web.yaml", WEB).toString(), "--kubeconfig", config.toString());
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err().lines()).singleElement().asString().contains("gives no answer");
        assertThat(run.out()).startsWith("Deployment web");
    }

    /** Manifests that no API server takes; what is tried with them must not end the others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata: {annotations: ''}",
                "metadata: {annotations: [a]}",
                "metadata: true",
                "spec: {initContainers: [{name: p, image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2,"
                        + " restartPolicy: Always, args: --port=5432}]}"
            })
    void oddManifests(String odd) throws IOException {
        Path file = folder.resolve("odd.yaml");
        String sound = "spec: {initContainers: [{name: p, image: nginx, restartPolicy: Always,"
                + " ports: [{containerPort: 80}]}]}\n";
        Files.writeString(
                file, "apiVersion: v1\nkind: Pod\n" + (odd.startsWith("spec") ? "" : sound) + odd + "\n---\n" + WEB);
        for (String[] command :
                List.of(new String[] {"explain", file.toString()}, new String[] {"audit", "-f", file.toString()})) {
            Cli.Run run = Cli.run(command);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("web").doesNotContain("Exception");
        }
    }

    @Test
    void anUnknownKind() throws IOException {
        Cli.Run run = explain("service/web");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("service/web", "there is no such file", "KIND/NAME", "deploy, sts");
    }

    @Test
    void aDirectoryWithOneBadFile() throws IOException {
        Path all = Files.createDirectory(folder.resolve("all"));
        Files.writeString(all.resolve("a.yaml"), "a: [");
        Files.writeString(all.resolve("b.yaml"), WEB);
        Files.write(all.resolve("c.yaml"), new byte[] {(byte) 0xff, 0, 1});
        Files.writeString(all.resolve("d.yaml"), "kind: Pod\n\tname: tab");
        Cli.Run run = Cli.run("explain", "-f", all.toString());
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.out()).startsWith("Deployment web");
        assertThat(run.err().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains(all.toString()));
    }

    @Test
    void aFileWithoutWorkloads() throws IOException {
        Cli.Run run = Cli.run("explain", file("ns.yaml", SHOP).toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("has no Pod and nothing that makes Pods");
    }

    @Test
    void nothingToExplain() {
        Cli.Run run = Cli.run("explain");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("say what to explain");
    }

    @Test
    void optionsOutOfRange() {
        assertThat(Cli.run("explain", "-", "--kube-version", "new").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Cli.run("explain", "-", "--width", "3").err()).contains("width: 3 is out of range");
        assertThat(Cli.run("explain", "-", "-o", "xml").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void coloursOnRequest() throws IOException {
        assertThat(Cli.run("explain", file("web.yaml", WEB).toString(), "--color", "always")
                        .out())
                .contains("\u001B[32mgated");
    }
}
