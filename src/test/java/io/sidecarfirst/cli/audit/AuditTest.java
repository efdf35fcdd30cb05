package io.sidecarfirst.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeObjects;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Policy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code audit} against an API server of the test's own: pages, and what may not be read. */
class AuditTest {
    private static final String ASLEEP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: asleep, namespace: shop}
            spec:
              template:
                spec:
                  initContainers:
                  - {name: proxy, image: proxy, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 8080}}}
                  containers: [{name: app, image: app}]
            """;

    @TempDir
    private Path folder;

    private final FakeObjects objects = new FakeObjects();
    private FakeApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeApiServer.start(objects);
        objects.with(namespace("shop", "enabled"), namespace("old", "none"), namespace("secret", "enabled"))
                .with(pod("shop", "web-5d-x", "ReplicaSet", "web-5d"), pod("old", "db-0", "StatefulSet", "db"))
                .with(pod("secret", "s-0", "StatefulSet", "s"))
                .with("""
                        apiVersion: apps/v1
                        kind: ReplicaSet
                        metadata:
                          name: web-5d
                          namespace: shop
                          ownerReferences: [{controller: true, kind: Deployment, name: web}]
                        """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String namespace(String name, String injection) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {sidecar-first.io/injection: %s}}
                """.formatted(name, injection);
    }

    private static String pod(String namespace, String name, String ownerKind, String owner) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  namespace: %s
                  labels: {pod-template-hash: 5d}
                  ownerReferences: [{controller: true, kind: %s, name: %s}]
                spec:
                  initContainers:
                  - {name: proxy, image: proxy, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 8080}}}
                  containers: [{name: app, image: app}]
                status: {phase: Running}
                """.formatted(name, namespace, ownerKind, owner);
    }

    private Cli.Run audit(String... words) throws IOException {
        List<String> args = new ArrayList<>(List.of("audit", "--kubeconfig"));
        args.add(server.kubeconfig(folder, "shop").toString());
        args.addAll(List.of(words));
        return Cli.run(args.toArray(String[]::new));
    }

    /** The rows as words. */
    private static List<String> rows(Cli.Run run) {
        return run.out()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line ->
                        String.join(" ", Arrays.asList(line.split("\\s+", -1)).subList(0, 5)))
                .toList();
    }

    @Test
    void allNamespaces() throws IOException {
        Cli.Run run = audit();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows(run))
                .containsExactly(
                        "old statefulset/db proxy 1 not-opted-in",
                        "secret statefulset/s proxy 1 missed",
                        "shop deployment/web proxy 1 missed");
        assertThat(run.err())
                .contains("3 Pods seen; rows: 2 missed, 1 not-opted-in")
                .contains("nothing of sidecar-first is installed in this cluster: no new Pod is gated")
                .doesNotContain("opted in by", "rollout restart", "not seen");
    }

    @Test
    void names() throws IOException {
        assertThat(audit("-o", "name").out())
                .isEqualTo("statefulset/db -n old\nstatefulset/s -n secret\ndeployment/web -n shop\n");
        assertThat(audit("-n", "shop", "-o", "name").out()).isEqualTo("deployment/web\n");
        assertThat(audit("-n", "shop", "-n", "old", "--only", "missed", "-o", "name")
                        .out())
                .isEqualTo("deployment/web -n shop\n");
        assertThat(audit("--only", "gated", "-o", "name").out()).isEmpty();
    }

    @Test
    void aWorkloadWithTwoSidecarsIsNamedOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: two}
                spec:
                  initContainers:
                  - {name: proxy, image: proxy, restartPolicy: Always}
                  - {name: logs, image: logs, restartPolicy: Always}
                  containers: [{name: app, image: app}]
                """);
        assertThat(Cli.run("audit", "-f", file.toString(), "-o", "name").out()).isEqualTo("pod/two\n");
    }

    @Test
    void someNamespaces() throws IOException {
        assertThat(rows(audit("-n", "shop", "-n", "old"))).hasSize(2);
        assertThat(server.requests()).noneMatch(request -> request.contains("/api/v1/pods"));
    }

    @Test
    void whatTheWebhookConfigurationSelectsCounts() throws IOException {
        objects.with("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: zz-sidecar-first}
                webhooks: [{name: other, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: old}}}]
                """);
        Cli.Run run = audit();
        assertThat(rows(run)).contains("old statefulset/db proxy 1 missed", "shop deployment/web proxy 1 not-opted-in");
        assertThat(run.err()).contains("Pods are opted in by the webhook configuration zz-sidecar-first");
    }

    @Test
    void selectorsAreTheApiServersBusiness() throws IOException {
        assertThat(audit("-l", "app in (a,b)", "--field-selector", "spec.nodeName=n1")
                        .code())
                .isZero();
        assertThat(server.requests())
                .anyMatch(request -> request.contains("/api/v1/pods?")
                        && request.contains("labelSelector=app+in+%28a%2Cb%29")
                        && request.contains("status.phase%21%3DFailed%2Cspec.nodeName%3Dn1"))
                .noneMatch(request -> request.contains("statefulsets"));
    }

    @Test
    void failOn() throws IOException {
        Cli.Run missed = audit("--fail-on", "missed");
        assertThat(missed.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(missed.err()).endsWith("sidecar-first: --fail-on missed: 2 rows\n");
        assertThat(audit("-n", "old", "--fail-on", "missed").code()).isZero();
        assertThat(audit("-n", "old", "--fail-on", "ungated").code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    private static String waiting(String name, String since) {
        return pod("shop", name, "StatefulSet", "slow")
                .replace("readinessProbe", "startupProbe")
                .replace("name: " + name + "\n", "name: " + name + "\n  uid: uid-" + name + "\n")
                .replace("{phase: Running}", """
                        {phase: Pending, initContainerStatuses: [
                          {name: proxy, started: false, state: {running: {startedAt: "%s"}}}]}""".formatted(since));
    }

    private long eventsAsked() {
        return server.requests().stream()
                .filter(request -> request.contains("/events?"))
                .count();
    }

    /** Which Pods wait now, in the whole cluster, and on what? */
    @Test
    void onlyWaiting() throws IOException {
        objects.with(
                waiting("slow-1", "2026-01-01T12:00:00Z"),
                waiting("slow-0", "2026-01-01T11:00:00Z"),
                FakeObjects.PROBE_FAILED);
        assertThat(audit("--only", "waiting", "-o", "name").out())
                .isEqualTo("pod/slow-0 -n shop\npod/slow-1 -n shop\n");
        assertThat(audit("--only", "waiting,missed", "-n", "shop", "-o", "name").out())
                .isEqualTo("deployment/web\nstatefulset/slow\n");
        Cli.Run run = audit("--only", "waiting");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows(run)).containsExactly("shop statefulset/slow proxy 2 waiting");
        assertThat(run.out().replaceAll(" +", " "))
                .containsSubsequence(
                        "Waiting now, the longest first:\n",
                        "\nshop slow-0 proxy ",
                        " tcpSocket on port 8080 Startup probe failed: dial tcp 10.42.0.6:8080:",
                        "\nshop slow-1 proxy ");
        assertThat(run.err()).contains("5 Pods seen; rows: 1 waiting, 2 missed, 1 not-opted-in");
        assertThat(server.requests())
                .anyMatch(
                        request -> request.contains("involvedObject.name%3Dslow-0%2CinvolvedObject.uid%3Duid-slow-0"));
    }

    @Test
    void onlySomeVerdicts() throws IOException {
        objects.with(waiting("slow-0", "2026-01-01T11:00:00Z"));
        Cli.Run run = audit("--only", "missed,not-opted-in");
        assertThat(rows(run)).hasSize(3).noneMatch(row -> row.endsWith("waiting"));
        assertThat(run.out()).doesNotContain("Waiting now");
        assertThat(eventsAsked()).isZero();
        assertThat(run.err()).contains("1 waiting, 2 missed, 1 not-opted-in");
        assertThat(audit("--only", "unknown").out()).isEqualTo("None of the 4 rows is unknown.\n");
        assertThat(audit("--only", "unknown,gated").out()).isEqualTo("None of the 4 rows is gated or unknown.\n");
        Cli.Run wrong = audit("--only", "released");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .startsWith("sidecar-first: --only: \"released\" is none of gated, waiting, skipped, missed,"
                        + " not-opted-in, unknown\n");
    }

    @Test
    void waitingAsJson() throws IOException {
        objects.with(waiting("slow-0", "2026-01-01T11:00:00Z"), FakeObjects.PROBE_FAILED);
        JsonNode report = JsonMapper.shared()
                .readTree(audit("--only", "waiting", "-o", "json").out());
        assertThat(report.path("rows").size()).isEqualTo(1);
        assertThat(report.at("/rowsByVerdict/missed").asInt()).isEqualTo(2);
        JsonNode waiting = report.at("/waiting/0");
        assertThat(waiting.path("pod").asString()).isEqualTo("slow-0");
        assertThat(waiting.path("since").asString()).isEqualTo("2026-01-01T11:00:00Z");
        assertThat(waiting.path("seconds").asLong()).isPositive();
        assertThat(waiting.path("lastFailure").asString()).endsWith("connection refused");
    }

    @Test
    void failOnWaiting() throws IOException {
        assertThat(audit("--fail-on", "waiting").code()).isZero();
        objects.with(waiting("slow-0", "2026-01-01T11:00:00Z"));
        Cli.Run run = audit("--fail-on", "waiting", "--only", "missed");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.err()).endsWith("sidecar-first: --fail-on waiting: 1 row\n");
    }

    /** Whether anything waits is known without Events, and without labels of namespaces. */
    @Test
    void eventsThatMayNotBeRead() throws IOException {
        objects.with(waiting("slow-0", "2026-01-01T11:00:00Z"), waiting("slow-1", "2026-01-01T11:00:00Z"))
                .forbidding(path -> path.endsWith("/events"));
        Cli.Run run = audit();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Waiting now", "slow-0", "slow-1");
        assertThat(run.err()).contains("not seen: what the kubelet says of Pods that wait (in shop): ");
        assertThat(eventsAsked()).as("once for the namespace").isEqualTo(1);
        assertThat(audit("-n", "old", "--fail-on", "missed").code()).isZero();
        assertThat(audit("-n", "shop", "--fail-on", "waiting").code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void onlyTheFiftyThatWaitLongestAreAskedAbout() throws IOException {
        for (int i = 0; i < 60; i++) {
            objects.with(waiting("slow-" + i, "2026-01-01T11:%02d:00Z".formatted(i)));
        }
        Cli.Run run = audit("--only", "waiting");
        assertThat(run.out().lines().filter(line -> line.contains(" slow-"))).hasSize(60);
        assertThat(eventsAsked()).isEqualTo(50);
        assertThat(server.requests())
                .anyMatch(request -> request.contains("involvedObject.name%3Dslow-49%2C"))
                .noneMatch(request -> request.contains("involvedObject.name%3Dslow-50%2C"));
        assertThat(run.err())
                .contains("not seen: what the kubelet says of 10 more Pods that wait: it is asked for the 50 that wait"
                        + " longest");
    }

    @Test
    void aNamespaceThatIsNotThere() throws IOException {
        Cli.Run run = audit("-n", "nope");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("sidecar-first: there is no namespace nope\n");
    }

    /** The others are shown; but what was asked for was not all there. */
    @Test
    void oneNamespaceThatIsNotThere() throws IOException {
        Cli.Run run = audit("-n", "nope", "-n", "old");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(rows(run)).containsExactly("old statefulset/db proxy 1 not-opted-in");
        assertThat(run.err()).contains("there is no namespace nope").doesNotContain("not seen");
    }

    @Test
    void whatIsMissedWhereNothingIsInstalled() throws IOException {
        objects.with(ASLEEP);
        assertThat(audit("-n", "shop").out().replaceAll(" +", " "))
                .contains(
                        "deployment/asleep proxy 0 missed nothing-installed, would be gated by its readinessProbe",
                        "deployment/web proxy 1 missed nothing-installed, would be gated by its readinessProbe");
        assertThat(audit("-o", "json").out()).contains("\"installed\": \"nothing\"");
    }

    @Test
    void whatThePolicySelectsCounts() throws IOException {
        objects.with(new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, "gates").text());
        Cli.Run run = audit();
        assertThat(rows(run)).contains("shop deployment/web proxy 1 missed", "old statefulset/db proxy 1 not-opted-in");
        assertThat(run.out()).contains("no-status-annotation");
        assertThat(run.err())
                .contains("Pods are opted in by the policy gates\n")
                .doesNotContain("installed");
    }

    /** Cluster-wide lists are forbidden, and one namespace is. */
    @Test
    void aUserWithRightsInSomeNamespaces() throws IOException {
        objects.forbidding(path -> (!path.contains("/namespaces/") && !path.equals("/api/v1/namespaces"))
                || path.contains("/namespaces/secret"));
        Cli.Run run = audit("-o", "json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertThat(report.path("rows").size()).isEqualTo(2);
        assertThat(report.path("unseen").toString()).isEqualTo("[\"pods: forbidden (in secret)\"]");
        assertThat(run.err())
                .contains("not seen: pods: forbidden (in secret)", "and the admission policies may not be read");
        assertThat(audit("--fail-on", "missed").code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(audit("-n", "secret", "--fail-on", "missed").code())
                .as("it cannot vouch for what it could not see")
                .isEqualTo(ExitCode.INPUT);
    }

    @Test
    void onlyNamespacesAreForbidden() throws IOException {
        objects.forbidding(path -> path.startsWith("/api/v1/namespaces"));
        Cli.Run run = audit();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows(run)).hasSize(3).allSatisfy(row -> assertThat(row).endsWith(" unknown"));
        assertThat(run.err()).contains("not seen: the labels of namespaces: forbidden");
    }

    /** What is left is the namespace of the kubeconfig. */
    @Test
    void neitherListsNorNamespaces() throws IOException {
        objects.forbidding(path -> !path.startsWith("/api/v1/namespaces/shop/pods"));
        Cli.Run run = audit();
        assertThat(rows(run)).containsExactly("shop deployment/web proxy 1 unknown");
        assertThat(run.err())
                .contains("not seen: which namespaces there are, and pods of all of them: forbidden, so only shop was"
                        + " looked at, the kubeconfig's; name others with -n")
                .contains("cronjobs, daemonsets, deployments, ");
    }

    /** All Pods were seen, so nothing is said of namespaces that were not. */
    @Test
    void onlyThePodsMayBeRead() throws IOException {
        objects.forbidding(path -> !path.equals("/api/v1/pods"));
        Cli.Run run = audit();
        assertThat(rows(run)).hasSize(3).contains("shop deployment/web proxy 1 unknown");
        assertThat(run.err())
                .contains("not seen: cronjobs, daemonsets, deployments, jobs, replicasets,")
                .doesNotContain("looked at");
    }

    @Test
    void aSelectorThatIsNone() throws IOException {
        objects.failing(400, path -> path.endsWith("/pods"));
        Cli.Run run = audit("-l", "app in (");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("no API server can read that --selector or --field-selector: etcd is on fire")
                .doesNotContain("not seen");
        assertThat(audit().err()).contains("not seen: pods: etcd is on fire");
    }

    @Test
    void everythingIsForbidden() throws IOException {
        objects.forbidding(path -> true);
        Cli.Run run = audit();
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.out()).contains("No sidecars to list among what could be read and decided on.");
        assertThat(run.err()).contains("not seen: pods: forbidden (in shop)");
    }

    @Test
    void aResourceThatFails() throws IOException {
        objects.failing(500, path -> path.endsWith("/deployments"));
        Cli.Run run = audit();
        assertThat(rows(run)).hasSize(3);
        assertThat(run.err()).contains("not seen: deployments: etcd is on fire");
    }

    @Test
    void aGroupThatIsNotServed() throws IOException {
        objects.failing(404, path -> path.contains("/apis/batch/"));
        assertThat(audit().err()).doesNotContain("not seen");
    }

    /** A manifest is no Pod that anybody missed. */
    @Test
    void aBarePodInAFileIsATemplate() throws IOException {
        Path file = Files.writeString(
                folder.resolve("pod.yaml"),
                namespace("shop", "enabled") + "---\n"
                        + pod("shop", "x", "StatefulSet", "db")
                                .replaceAll("(?m)^  ownerReferences.*\n", "")
                                .replace("status: {phase: Running}\n", ""));
        Cli.Run run = Cli.run("audit", "-f", file.toString(), "--fail-on", "missed");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(rows(run)).containsExactly("shop pod/x proxy 0 gated");
        assertThat(run.err()).contains("0 Pods seen; rows: 1 gated", "the chart's webhook is assumed");
        Cli.Run unlabelled = Cli.with(Map.of())
                .reading(Files.readString(file).replaceFirst("(?s).*?---\n", ""))
                .execute("audit", "-f", "-", "--fail-on", "missed");
        assertThat(rows(unlabelled)).containsExactly("shop pod/x proxy 0 unknown");
        assertThat(unlabelled.code()).isEqualTo(ExitCode.INPUT);
        assertThat(unlabelled.err()).contains("--fail-on missed cannot vouch: 1 row is unknown\n");
        Path policy = Files.writeString(
                folder.resolve("policy.yaml"),
                new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, "gates").text());
        Cli.Run installed = Cli.run("audit", "-f", file.toString(), "-f", policy.toString(), "--fail-on", "missed");
        assertThat(installed.code()).as(installed.out() + installed.err()).isZero();
        assertThat(rows(installed)).containsExactly("shop pod/x proxy 0 gated");
    }

    /** Whether the next Pod is gated depends on what may not be read. */
    @Test
    void whatIsInstalledMayNotBeRead() throws IOException {
        objects.with(ASLEEP)
                .forbidding(path -> path.contains("admissionregistration"))
                .list("/api/v1/namespaces/shop/pods", 0, index -> "");
        Cli.Run run = audit("-n", "shop", "--fail-on", "missed");
        assertThat(run.out().replaceAll(" +", " "))
                .contains("deployment/asleep proxy 0 unknown installed-unknown, would be gated by its readinessProbe");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).contains("--fail-on missed cannot vouch: 1 row is unknown\n");
    }

    @Test
    void aPodThatIsGoingIsLeftOut() throws IOException {
        objects.with(pod("shop", "going", "StatefulSet", "going")
                .replace("metadata:\n", "metadata:\n  deletionTimestamp: '2026-01-01T12:00:00Z'\n"));
        assertThat(rows(audit("-n", "shop"))).containsExactly("shop deployment/web proxy 1 missed");
    }

    @Test
    void credentialsThatAreRefused() throws IOException {
        objects.failing(401, path -> true);
        Cli.Run run = audit();
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("refuses the credentials (401 Unauthorized): has the token expired? check --kubeconfig");
    }

    @Test
    void whatIsForbiddenInOneNamespaceIsOneLine() throws IOException {
        objects.forbidding(path -> true);
        assertThat(audit("-n", "typo").err().lines().filter(line -> line.contains("not seen: ")))
                .singleElement()
                .asString()
                .contains("deployments, ", "pods, ", "the labels of namespaces: forbidden (in typo)");
    }

    @Test
    void filesAndClusterDoNotMix() throws IOException {
        assertThat(audit("-f", "x", "-n", "shop").code()).isEqualTo(ExitCode.USAGE);
        assertThat(audit("-A", "-n", "shop").code()).isEqualTo(ExitCode.USAGE);
        assertThat(audit("--fail-on", "nothing").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aDirectoryWithOneBadFile() throws IOException {
        Path all = Files.createDirectory(folder.resolve("all"));
        Files.writeString(all.resolve("a.yaml"), "a: [");
        Files.writeString(all.resolve("b.yaml"), pod("shop", "x", "StatefulSet", "db"));
        Cli.Run run = Cli.run("audit", "-f", all.toString());
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(rows(run)).containsExactly("shop statefulset/db proxy 1 unknown");
        assertThat(run.err()).contains(all.resolve("a.yaml").toString());
        Cli.Run none = Cli.run("audit", "-f", "nowhere");
        assertThat(none.err()).isEqualTo("sidecar-first: nowhere: there is no such file\n");
        assertThat(none.out()).isEmpty();
        assertThat(none.code()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void yaml() throws IOException {
        assertThat(audit("-o", "yaml").out())
                .startsWith("installed: nothing\noptedInBy: ")
                .contains("verdict: missed");
    }

    /** 10,000 Pods of 12 kB, in a heap that holds a tenth of them as trees. */
    @Test
    void aLargeClusterInASmallHeap() throws Exception {
        String filling = "x".repeat(10_000);
        objects.list("/api/v1/pods", 10_000, index -> """
                    {"metadata":{"name":"web-%d","namespace":"shop","annotations":{"filling":"%s"},
                    "ownerReferences":[{"controller":true,"kind":"ReplicaSet","name":"web-5d"}]},
                    "spec":{"initContainers":[{"name":"proxy","image":"p","restartPolicy":"Always",
                    "readinessProbe":{"tcpSocket":{"port":8080}}}],"containers":[{"name":"app","image":"a"}]},
                    "status":{"phase":"Running"}}""".formatted(index, filling));
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-cp",
                        classes,
                        "io.sidecarfirst.cli.Main",
                        "audit",
                        "--kubeconfig",
                        server.kubeconfig(folder, "shop").toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        assertThat(Files.readString(out))
                .contains("shop")
                .contains("deployment/web")
                .contains(" 10000 ");
        assertThat(Files.readString(err)).contains("10000 Pods seen");
        assertThat(server.requests())
                .filteredOn(request -> request.contains("/api/v1/pods?"))
                .hasSize(20);
    }
}
