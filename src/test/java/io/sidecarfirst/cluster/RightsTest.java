package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.sidecarfirst.chart.Chart;
import io.sidecarfirst.chart.Rendering;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the chart's accounts may do, by the word of a real API server that they ask themselves, with their own tokens:
 * exactly what the chart's README says, in every namespace, and nothing else.
 */
@RequiresK3s
class RightsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> RIGHTS =
            Set.of("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final String CONFIGURATIONS = "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    private static final Set<String> OBSERVING =
            Set.of("get,list,watch pods", "list,watch namespaces", "create,get,list,patch events");
    private static final Set<String> RELEASING = Set.of("create pods/eviction", "get jobs.batch");
    private static final String RBAC = "apis/rbac.authorization.k8s.io/v1/";

    private final Cluster cluster = Cluster.shared();
    private final String release =
            "sidecar-first-" + UUID.randomUUID().toString().substring(0, 8);
    private final String secret = release + "-tls";
    private final String configuration = "zz-" + release;
    private final Deque<Runnable> cleaning = new ArrayDeque<>();

    @AfterEach
    void clean() {
        cleaning.forEach(Runnable::run);
    }

    @Test
    void selfManaged() {
        Rendering chart = install("{}");
        assertThat(rights(release, release, this::isItsOwn))
                .containsExactlyInAnyOrderElementsOf(
                        all(onConfiguration("get,patch"), onSecret(), onReleases(), onLease(), OBSERVING, RELEASING));
        assertThat(rights(release, release, this::isAnother))
                .containsExactlyInAnyOrderElementsOf(all(onConfiguration("get,patch"), OBSERVING, RELEASING));
        assertThat(chart.all("Role")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "certificates: {mode: cert-manager}",
                "certificates: {mode: provided, provided: {secretName: mine, caBundle: -----BEGIN CERTIFICATE-----}}"
            })
    void bySomebodyElse(String values) {
        install(values + "\nobserver: {enabled: false}\n");
        assertThat(rights(release, release, namespace -> true)).containsExactly(onConfiguration("get"));
    }

    @Test
    void withoutReleases() {
        install("observer: {release: false}");
        assertThat(rights(release, release, this::isItsOwn))
                .containsExactlyInAnyOrderElementsOf(
                        all(onConfiguration("get,patch"), onSecret(), onLease(), OBSERVING));
        assertThat(rights(release, release, this::isAnother))
                .containsExactlyInAnyOrderElementsOf(all(onConfiguration("get,patch"), OBSERVING));
    }

    private static List<String> all(Object... lines) {
        return Stream.of(lines)
                .flatMap(line -> line instanceof Set<?> several ? several.stream() : Stream.of(line))
                .map(Object::toString)
                .toList();
    }

    private String onLease() {
        return "get,patch leases.coordination.k8s.io " + release + "-observer";
    }

    @Test
    void none() {
        install("rbac: {create: false}");
        assertThat(rights(release, release, namespace -> true)).isEmpty();
    }

    /** The account of {@code helm test}. */
    @Test
    void ofTheTest() {
        String there = install("{}").only("Namespace").at("/metadata/name").asString();
        String account = release + "-test";
        assertThat(rights(release, account, there::equals)).containsExactly("create pods");
        assertThat(rights(release, account, namespace -> !namespace.equals(there)))
                .isEmpty();
    }

    private boolean isItsOwn(String namespace) {
        return namespace.equals(release);
    }

    private boolean isAnother(String namespace) {
        return !isItsOwn(namespace);
    }

    private String onConfiguration(String verbs) {
        return verbs + " mutatingwebhookconfigurations.admissionregistration.k8s.io " + configuration;
    }

    private String onReleases() {
        return "create,get,list,patch,watch configmaps " + release + "-released";
    }

    private String onSecret() {
        return "create,get,patch secrets " + secret;
    }

    @Test
    void whatIsRefused() {
        install("{}");
        String own = "api/v1/namespaces/" + release;
        post(own + "/secrets", "{\"metadata\": {\"name\": \"" + secret + "\"}}");
        post(own + "/secrets", "{\"metadata\": {\"name\": \"other\"}}");
        for (String name : List.of(configuration, configuration + "-other")) {
            post(CONFIGURATIONS, "{\"metadata\": {\"name\": \"" + name + "\"}, \"webhooks\": []}");
            cleaning.push(() -> cluster.delete(CONFIGURATIONS + "/" + name));
        }
        Cluster account = cluster.as(token(release, release));
        String change = "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}";

        // Its own, so that the refusals below are not of a token that is worth nothing.
        assertThat(account.ask("GET", own + "/secrets/" + secret, "", null).code())
                .isEqualTo(200);
        assertThat(patch(account, own + "/secrets/" + secret, change)).isEqualTo(200);
        assertThat(patch(account, CONFIGURATIONS + "/" + configuration, change)).isEqualTo(200);
        String releases = "?fieldSelector=metadata.name%3D" + release + "-released";
        assertThat(account.ask("GET", own + "/configmaps" + releases, "", null).code())
                .isEqualTo(200);

        String binding = """
                {"metadata": {"name": "%s-more"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%s"},
                 "subjects": [{"kind": "ServiceAccount", "name": "%s", "namespace": "%s"}]}
                """;
        String toAdmin = binding.formatted(release, "cluster-admin", release, release);
        String toItself = binding.formatted(release, release, release, release);
        String all = "{\"rules\": [{\"apiGroups\": [\"*\"], \"resources\": [\"*\"], \"verbs\": [\"*\"]}]}";
        String pod =
                "{\"metadata\": {\"name\": \"a\"}, \"spec\": {\"containers\": [{\"name\": \"a\", \"image\": \"a\"}]}}";
        List<Attempt> attempts = List.of(
                Attempt.get(own + "/secrets/other"),
                Attempt.get(own + "/secrets"),
                Attempt.get("api/v1/namespaces/kube-system/secrets"),
                Attempt.get("api/v1/secrets"),
                Attempt.get(own + "/secrets?watch=true&fieldSelector=metadata.name%3D" + secret),
                new Attempt("POST", own + "/secrets", "{\"metadata\": {\"name\": \"more\"}}"),
                new Attempt("PATCH", own + "/secrets/other", change),
                new Attempt("DELETE", own + "/secrets/" + secret, "{}"),
                new Attempt("POST", own + "/configmaps", "{\"metadata\": {\"name\": \"more\"}}"),
                Attempt.get(own + "/configmaps"),
                Attempt.get("api/v1/configmaps" + releases),
                Attempt.get(CONFIGURATIONS),
                Attempt.get(CONFIGURATIONS + "/" + configuration + "-other"),
                new Attempt("PATCH", CONFIGURATIONS + "/" + configuration + "-other", change),
                new Attempt("DELETE", CONFIGURATIONS + "/" + configuration, "{}"),
                new Attempt("POST", CONFIGURATIONS, "{\"metadata\": {\"name\": \"more\"}, \"webhooks\": []}"),
                Attempt.get("api/v1/nodes"),
                Attempt.get("apis/batch/v1/jobs"),
                Attempt.get("apis/coordination.k8s.io/v1/namespaces/" + release + "/leases"),
                Attempt.get("apis/coordination.k8s.io/v1/namespaces/kube-system/leases"),
                new Attempt("POST", own + "/pods", pod),
                new Attempt("POST", "api/v1/namespaces/default/pods", pod),
                new Attempt("POST", RBAC + "clusterrolebindings", toAdmin),
                new Attempt("POST", RBAC + "namespaces/" + release + "/rolebindings", toAdmin),
                new Attempt("POST", RBAC + "namespaces/default/rolebindings", toItself),
                new Attempt("PATCH", RBAC + "clusterroles/" + release, all),
                new Attempt("PATCH", RBAC + "namespaces/" + release + "/roles/" + release, all),
                new Attempt("POST", own + "/serviceaccounts/" + release + "/token", "{\"spec\": {}}"),
                new Attempt("POST", "api/v1/namespaces/kube-system/serviceaccounts/default/token", "{\"spec\": {}}"),
                new Attempt("POST", own + "/serviceaccounts", "{\"metadata\": {\"name\": \"more\"}}"));
        assertThat(attempts)
                .allSatisfy(attempt ->
                        assertThat(attempt.by(account)).as(attempt.toString()).isEqualTo(403));
        // An administrator is let through, so the requests are good ones.
        assertThat(attempts.stream().filter(attempt -> !attempt.method().equals("DELETE")))
                .allSatisfy(attempt -> assertThat(attempt.dryRunBy(cluster))
                        .as(attempt.toString())
                        .isBetween(200, 201));
    }

    /** A request that an account should not get through. */
    private record Attempt(String method, String path, String body) {
        static Attempt get(String path) {
            return new Attempt("GET", path, "");
        }

        int by(Cluster caller) {
            return send(caller, path);
        }

        int dryRunBy(Cluster caller) {
            boolean isRead = method.equals("GET");
            String once = path.replace("watch=true&", "");
            return send(caller, isRead ? once : once + "?dryRun=All");
        }

        private int send(Cluster caller, String address) {
            String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
            return caller.ask(method, address, type, body.isEmpty() ? null : body)
                    .code();
        }
    }

    private static int patch(Cluster caller, String path, String body) {
        return caller.ask("PATCH", path, "application/merge-patch+json", body).code();
    }

    private void post(String path, String object) {
        Cluster.Answer answer = cluster.create(path, JSON.readTree(object), false);
        assertThat(answer.created()).as("%s: %s", path, answer.body()).isTrue();
    }

    /** The chart's accounts, roles and bindings, in namespaces of their own; hooks included. */
    private Rendering install(String values) {
        Rendering chart = Chart.render(release, values);
        Stream.concat(
                        Stream.of(release),
                        chart.all("Namespace")
                                .map(object -> object.at("/metadata/name").asString()))
                .distinct()
                .forEach(namespace -> {
                    cluster.namespace(namespace, Map.of());
                    cleaning.push(() -> cluster.deleteNamespace(namespace));
                });
        for (JsonNode object : chart.objects()) {
            if (RIGHTS.contains(object.path("kind").asString())) {
                HasMetadata made = cluster.client().resource(object.toString()).create();
                cleaning.push(() -> cluster.client().resource(made).delete());
            }
        }
        post("api/v1/namespaces/" + release + "/serviceaccounts", "{\"metadata\": {\"name\": \"nobody\"}}");
        return chart;
    }

    private String token(String namespace, String account) {
        Cluster.Answer answer = cluster.create(
                "api/v1/namespaces/" + namespace + "/serviceaccounts/" + account + "/token",
                JSON.readTree("{\"spec\": {}}"),
                false);
        assertThat(answer.created()).as(answer.body().toString()).isTrue();
        return answer.body().at("/status/token").asString();
    }

    /** What an account may do in those of the cluster's namespaces, beyond what any account may. */
    private Set<String> rights(String namespace, String account, Predicate<String> where) {
        List<String> namespaces = cluster.client().namespaces().list().getItems().stream()
                .map(found -> found.getMetadata().getName())
                .filter(where)
                .toList();
        assertThat(namespaces).isNotEmpty();
        Cluster caller = cluster.as(token(namespace, account));
        Cluster nobody = cluster.as(token(namespace, "nobody"));
        Set<String> all = new TreeSet<>();
        for (String found : namespaces) {
            Set<String> more = rules(caller, found);
            more.removeAll(rules(nobody, found));
            all.addAll(more);
        }
        return all;
    }

    /** A line each: verbs, kind, names. */
    private static Set<String> rules(Cluster caller, String where) {
        Cluster.Answer answer = caller.create(
                "apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                JSON.readTree("{\"spec\": {\"namespace\": \"" + where + "\"}}"),
                false);
        JsonNode status = answer.body().path("status");
        assertThat(status.path("incomplete").asBoolean(true))
                .as(answer.body().toString())
                .isFalse();
        Set<String> rules = new TreeSet<>();
        for (JsonNode rule : status.path("resourceRules")) {
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    rules.add(line(
                            rule, resource.asString() + (group.asString().isEmpty() ? "" : "." + group.asString())));
                }
            }
        }
        for (JsonNode rule : status.path("nonResourceRules")) {
            rules.add(line(rule, join(rule.path("nonResourceURLs"))));
        }
        assertThat(rules).isNotEmpty();
        return rules;
    }

    private static String line(JsonNode rule, String what) {
        return (join(rule.path("verbs")) + " " + what + " " + join(rule.path("resourceNames"))).strip();
    }

    private static String join(JsonNode words) {
        return StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asString)
                .sorted()
                .collect(Collectors.joining(","));
    }
}
