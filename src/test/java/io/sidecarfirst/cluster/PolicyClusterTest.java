package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecarfirst.fuzz.Choices;
import io.sidecarfirst.fuzz.GeneratedPod;
import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Status;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.goldens.Golden;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Difference;
import io.sidecarfirst.policy.DifferenceTest;
import io.sidecarfirst.policy.Policy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies on a real API server: what it makes of the goldens is what the webhook makes of them, the status included,
 * except where a {@link Difference} is listed.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyClusterTest {
    private static final String PLAIN = "policy-plain";
    private static final String API = "apis/admissionregistration.k8s.io/v1/";
    private static final String POLICIES = API + "mutatingadmissionpolicies";
    private static final String BINDINGS = API + "mutatingadmissionpolicybindings";

    /** Pods that are generated, and shown to the API server with the webhook's gates and without. */
    private static final int GENERATED = 500;

    /** What a policy may say where the webhook says something else. */
    private static final Set<String> COARSE =
            Set.of("loopback-only", "waits-for-later-container", "another-port", "nothing-to-probe");

    private final Map<Map<String, String>, String> namespaces = new HashMap<>();
    private final Deque<Runnable> undone = new ArrayDeque<>();
    private Cluster cluster;

    static Stream<Golden> goldens() {
        return Golden.forClusters();
    }

    @BeforeAll
    void start() {
        cluster = Cluster.shared();
        namespace(PLAIN, Map.of());
    }

    @AfterAll
    void stop() {
        undone.forEach(Runnable::run);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void decidesAsTheWebhookDoes(Golden golden) {
        Golden.Expected expected = golden.expected();
        Cluster.Answer webhook =
                cluster.createPod(PLAIN, expected.denial().isPresent() ? golden.pod() : expected.pod(), true);
        Cluster.Answer policy = cluster.createPod(namespaceOf(golden), golden.pod(), true);
        assertThat(policy.code()).as(policy.body().toPrettyString()).isEqualTo(201);
        Difference difference = DifferenceTest.GOLDENS.get(golden.name());
        if (difference != null) {
            assertThat(decision(policy.body()))
                    .as("%s is listed as different (%s) and no longer is", golden, difference)
                    .isNotEqualTo(decision(webhook.body()));
            assertThat(difference == Difference.NO_STRICT
                            || (difference == Difference.NO_GATE_CONTAINER && gatesNoOther(golden, policy.body()))
                            || gates(webhook.body())
                                    .entrySet()
                                    .containsAll(gates(policy.body()).entrySet()))
                    .as("%s makes a gate that the webhook does not make: %s", golden, policy.body())
                    .isTrue();
            return;
        }
        assertThat(decision(policy.body())).isEqualTo(decision(webhook.body()));
        assertThat(policy.warnings()).isEqualTo(webhook.warnings());
    }

    /** By a startupProbe where the webhook has a gate container, but no other sidecar. */
    private static boolean gatesNoOther(Golden golden, JsonNode pod) {
        Pod read = Pod.of(golden.pod());
        return golden.gate().plan(read).gates().stream()
                .map(gated -> gated.sidecar().name())
                .toList()
                .containsAll(gates(pod).keySet());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void hasNothingToDoOnItsOwnResult(Golden golden) {
        String namespace = namespaceOf(golden);
        JsonNode once = cluster.createPod(namespace, golden.pod(), true).body();
        ObjectNode again = golden.pod();
        again.set("spec", once.path("spec").deepCopy());
        ((ObjectNode) again.path("metadata"))
                .set("annotations", once.path("metadata").path("annotations").deepCopy());
        Cluster.Answer twice = cluster.createPod(namespace, again, true);
        assertThat(twice.code()).as(twice.body().toPrettyString()).isEqualTo(201);
        assertThat(decision(twice.body())).isEqualTo(decision(once));
    }

    /**
     * The principle, for Pods that nobody thought of: what a policy gates, the webhook gates, with the same probe; and
     * where a policy makes no gate though the webhook would, it is for a reason that the list has.
     */
    @Test
    void gatesNoGeneratedPodThatTheWebhookDoesNotGate() {
        String namespace = namespaceOf(defaults());
        int same = 0;
        List<String> contradictions = new ArrayList<>();
        for (int seed = 0; seed < GENERATED; seed++) {
            ObjectNode pod = GeneratedPod.of(Choices.of(new SplittableRandom(seed)));
            Pod read = Pod.of(pod);
            ObjectNode expected = GatedPod.of(pod, Patch.of(Gates.DEFAULT.plan(read), read));
            Cluster.Answer webhook = cluster.createPod(PLAIN, expected, true);
            assertThat(webhook.code()).as("seed %d: %s", seed, webhook.body()).isEqualTo(201);
            Cluster.Answer policy = cluster.createPod(namespace, pod, true);
            assertThat(policy.code()).as("seed %d: %s", seed, policy.body()).isEqualTo(201);
            contradictions.addAll(contradictions(seed, pod, policy.body(), webhook.body()));
            same += decision(policy.body()).equals(decision(webhook.body())) ? 1 : 0;
        }
        assertThat(contradictions).isEmpty();
        // Otherwise a policy that gates nothing would do.
        assertThat(same).isGreaterThan(GENERATED / 2);
    }

    /** The sidecars that the policy gates otherwise than the webhook, or leaves alone for a reason of its own. */
    private static List<String> contradictions(int seed, ObjectNode pod, JsonNode policy, JsonNode webhook) {
        List<String> contradictions = new ArrayList<>();
        Map<String, JsonNode> gates = gates(webhook);
        gates(policy).forEach((sidecar, gate) -> {
            if (!gate.equals(gates.get(sidecar)) && !(gates.containsKey(sidecar) && isNextPort(gate, sidecar, pod))) {
                contradictions.add("seed %d: %s is gated by %s, not by %s: %s"
                        .formatted(seed, sidecar, gate, gates.get(sidecar), policy));
            }
        });
        entries(policy).properties().forEach(entry -> {
            String reason = entry.getValue().path("skipped").asString("");
            JsonNode meant = entries(webhook).path(entry.getKey());
            if (!reason.isEmpty()
                    && !COARSE.contains(reason)
                    && !isAskedFor(policy)
                    && !reason.equals(meant.path("skipped").asString(""))) {
                contradictions.add(
                        "seed %d: %s: %s, not %s: %s".formatted(seed, entry.getKey(), reason, meant, policy));
            }
        });
        return contradictions;
    }

    /** Whether the webhook would take that port, too, if it came before the ones that the policy passes over. */
    private static boolean isNextPort(JsonNode gate, String sidecar, ObjectNode pod) {
        int port = gate.at("/tcpSocket/port").asInt(0);
        ObjectNode copy = pod.deepCopy();
        for (JsonNode container : copy.at("/spec/initContainers")) {
            if (container.path("name").stringValue().equals(sidecar)
                    && container.path("ports") instanceof ArrayNode ports) {
                List<JsonNode> others = new ArrayList<>();
                ports.forEach(others::add);
                ports.removeIf(declared -> declared.path("containerPort").intValue() != port);
                others.removeIf(declared -> declared.path("containerPort").intValue() == port);
                ports.addAll(others);
            }
        }
        return Gates.DEFAULT.plan(Pod.of(copy)).gates().stream()
                .anyMatch(gated -> gated.sidecar().name().equals(sidecar)
                        && gated.probe().at("/tcpSocket/port").asInt(-1) == port);
    }

    /** Then the first reason is in the policy's status, and another one may be why it was not overridden. */
    private static boolean isAskedFor(JsonNode pod) {
        return pod.at("/metadata/annotations").propertyNames().stream()
                .anyMatch(key -> key.endsWith("sidecar-first.io/source") || key.endsWith("sidecar-first.io/port"));
    }

    private static JsonNode entries(JsonNode pod) {
        return JsonMapper.shared().readTree(status(pod).replace("none", "{}"));
    }

    /** The API server limits what an expression may cost, and this is more sidecars than anybody runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ports': [{'containerPort': %1$d, 'name': 'http'}]",
                "'readinessProbe': {'httpGet': {'port': %1$d, 'path': '/'}}",
                "'ports': [{'containerPort': %1$d}], 'args': ['--listen=0.0.0.0:%1$d', '--log-level=info', '--config',"
                        + " '/etc/x/config.yaml', '--upstream=http://db.shop.svc:5432', '--tls-cert=/etc/tls/tls.crt',"
                        + " '--timeout', '30s', '--max-connections=100'], 'env': [{'name': 'LOG', 'value': 'info'}]",
                "'image': 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1', 'args': ['--private-ip', '--port=%1$d',"
                        + " '--address=0.0.0.0', 'project:region:instance'], 'ports': [{'containerPort': %1$d}]",
                "'command': ['sh', '-c', 'exec uvicorn app:app --host 0.0.0.0 --port %1$d --workers 4'],"
                        + " 'ports': [{'containerPort': %1$d}]"
            })
    void aPodWithManySidecarsIsGated(String sidecar) {
        ObjectNode pod = defaults().pod();
        ArrayNode inits = ((ObjectNode) pod.path("spec")).putArray("initContainers");
        for (int i = 0; i < 64; i++) {
            String fields = "{'name': 's%2$d', 'image': 'x', 'restartPolicy': 'Always', " + sidecar + "}";
            inits.add(
                    JsonMapper.shared().readTree(fields.formatted(20_000 + i, i).replace('\'', '"')));
        }
        Cluster.Answer answer = cluster.createPod(namespaceOf(defaults()), pod, true);
        assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
        assertThat(gates(answer.body())).as(status(answer.body())).hasSize(64);
    }

    /** Dry run: nothing but the answer matters. */
    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void theApiServerAcceptsThePolicyWithoutAWarning(ApiVersion version) {
        String api = "apis/" + version.groupVersion() + "/";
        List<ObjectNode> objects = objects(new Policy(defaults().gateSettings(), Programs.KNOWN, version, "accepted"));
        // v1beta1 is off by default from 1.36 on, and an API server that lacks it says 404.
        assumeTrue(
                version == ApiVersion.V1
                        || cluster.create(api + "mutatingadmissionpolicies", objects.get(0), true)
                                        .code()
                                != 404,
                version + " is not served");
        for (ObjectNode object : objects) {
            Cluster.Answer answer = cluster.create(api + plural(object), object, true);
            assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
            // That the API itself is old is no fault of the policy's.
            assertThat(answer.warnings()).allMatch(warning -> warning.contains(" is deprecated in "));
        }
    }

    /** What a mesh's webhook adds after the policy is decided on when the policy is evaluated again. */
    @Test
    void waitsForAProxyThatAWebhookIsToAdd() throws IOException {
        String label = WebhookRegistration.label();
        String namespace = namespaceOf(defaults());
        String meshed = "policy-meshed";
        namespace(meshed, Map.of(optIn(namespace), "enabled", "istio-injection", "enabled", label, "enabled"));
        ObjectNode pod = Golden.named("readiness-tcp-socket").pod();
        assertThat(status(cluster.createPod(meshed, pod, true).body()))
                .isEqualTo("{\"redis\":{\"skipped\":\"waits-for-later-container\"}}");

        String proxy = """
                {"name":"istio-proxy","image":"nginx:latest","restartPolicy":"Always",\
                "readinessProbe":{"httpGet":{"path":"/healthz/ready","port":15021}}}""";
        String first = "[{\"op\":\"add\",\"path\":\"/spec/initContainers/0\",\"value\":" + proxy + "}]";
        String only = "[{\"op\":\"add\",\"path\":\"/spec/initContainers\",\"value\":[" + proxy + "]}]";
        PatchingWebhook injector = PatchingWebhook.start(
                cluster,
                review -> PatchingWebhook.allowing(
                        review,
                        switch (review.at("/request/object/spec/initContainers/0/name")
                                .asString("")) {
                            case "istio-proxy" -> "[]";
                            case "" -> only;
                            default -> first;
                        }));
        undone.push(injector::close);
        WebhookRegistration registration = WebhookRegistration.create(
                cluster, "policy-injector", injector.url(), injector.authorityPem(), label, false);
        undone.push(registration::close);
        registration.awaiting(() -> cluster.createPod(meshed, pod, true)
                .body()
                .at("/spec/initContainers/1")
                .isObject());
        assertThat(status(cluster.createPod(meshed, pod, true).body()))
                .isEqualTo("{\"istio-proxy\":{\"gated\":\"readinessProbe\",\"period\":1,\"threshold\":86400},"
                        + "\"redis\":{\"skipped\":\"intercepted\"}}");
        ObjectNode http = Golden.named("readiness-http-get-all-fields").pod();
        assertThat(status(cluster.createPod(meshed, http, true).body()))
                .as("a check that the mesh did not rewrite")
                .contains("\"proxy\":{\"skipped\":\"intercepted\"}");
        ObjectNode plain = Golden.named("no-init-containers").pod();
        assertThat(status(cluster.createPod(meshed, plain, true).body()))
                .as("a Pod that had no sidecar before the webhook")
                .isEqualTo("{\"istio-proxy\":{\"gated\":\"readinessProbe\",\"period\":2,\"threshold\":43200}}");
    }

    private static Golden defaults() {
        return Golden.named("article-pod");
    }

    /** The namespace with a policy of that golden's settings. */
    private String namespaceOf(Golden golden) {
        return namespaces.computeIfAbsent(golden.options(), options -> {
            String name = "policy-" + namespaces.size();
            namespace(name, Map.of(optIn(name), "enabled"));
            for (ObjectNode object : objects(new Policy(golden.gateSettings(), Programs.KNOWN, ApiVersion.V1, name))) {
                if (object.path("metadata").path("name").stringValue().equals(name)) {
                    JsonNode labels = object.at("/spec/matchResources/namespaceSelector/matchLabels");
                    if (labels instanceof ObjectNode selector) {
                        // Not the usual label: other tests' namespaces carry that.
                        selector.removeAll().put(optIn(name), "enabled");
                    }
                    Cluster.Answer answer = cluster.create(API + plural(object), object, false);
                    assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
                }
            }
            undone.push(() -> {
                cluster.delete(BINDINGS + "/" + name);
                cluster.delete(POLICIES + "/" + name);
            });
            // API servers take a moment to compile a policy.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !status(cluster.createPod(name, defaults().pod(), true)
                                    .body())
                            .equals("none"));
            return name;
        });
    }

    private void namespace(String name, Map<String, String> labels) {
        cluster.namespace(name, labels);
        undone.push(() -> cluster.deleteNamespace(name));
    }

    private static String optIn(String namespace) {
        return "sidecar-first.test/" + namespace + "-" + RUN;
    }

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private static String plural(JsonNode object) {
        return object.path("kind").stringValue().equals("MutatingAdmissionPolicy")
                ? "mutatingadmissionpolicies"
                : "mutatingadmissionpolicybindings";
    }

    private static List<ObjectNode> objects(Policy policy) {
        return Manifest.parse(policy.text()).trees().stream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** All that a policy may change. */
    private static JsonNode decision(JsonNode pod) {
        ObjectNode decision = JsonMapper.shared().createObjectNode();
        gates(pod).forEach(decision::set);
        return decision.put("annotation", status(pod));
    }

    /** The startupProbes by the names of their containers. */
    private static Map<String, JsonNode> gates(JsonNode pod) {
        Map<String, JsonNode> gates = new HashMap<>();
        for (JsonNode container : pod.path("spec").path("initContainers")) {
            if (container.has("startupProbe")) {
                gates.put(container.path("name").stringValue(), container.path("startupProbe"));
            }
        }
        return gates;
    }

    /** Without what the policy does not say: which annotations have no effect. */
    private static String status(JsonNode pod) {
        return pod.path("metadata")
                .path("annotations")
                .path(Status.ANNOTATION)
                .asString("none")
                .replaceFirst(",\"" + Status.IGNORED + "\":\\[.*?]", "");
    }
}
