package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What holds for a release whatever its values are. */
class VariantsTest {
    private static final Set<String> OF_THE_CLUSTER = Set.of(
            "ClusterRole",
            "ClusterRoleBinding",
            "MutatingWebhookConfiguration",
            "Namespace",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");

    static Stream<String> variants() {
        return Variants.all();
    }

    @Test
    void theChartIsWithoutFault() {
        assertThat(Chart.lint().isFailed())
                .as(Chart.lint().getMessages().toString())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyObjectHasANamespaceAndLabels(String values) {
        for (JsonNode object : Chart.render(values).objects()) {
            String kind = object.path("kind").asString();
            JsonNode metadata = object.path("metadata");
            assertThat(metadata.path("namespace").isMissingNode()).as(kind).isEqualTo(OF_THE_CLUSTER.contains(kind));
            assertThat(metadata.path("labels").propertyNames())
                    .as(kind)
                    .contains("app.kubernetes.io/name", "app.kubernetes.io/instance", "helm.sh/chart");
        }
    }

    /**
     * Hooks included: kubectl, Argo CD and kustomize take the whole output of {@code helm template}. Of two objects of
     * one kind, namespace and name kubectl and Argo CD keep one, and kustomize refuses both.
     */
    @ParameterizedTest
    @MethodSource("variants")
    void noTwoObjectsAreTheSame(String values) {
        assertThat(Chart.render(values).objects().stream()
                        .map(object -> Stream.of("/kind", "/metadata/namespace", "/metadata/name")
                                .map(place -> object.at(place).asString(""))
                                .collect(Collectors.joining(" "))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void podsAreRestricted(String values) {
        Rendering rendering = Chart.render(values);
        assertRestricted(rendering.podSpec(), values.contains("hostNetwork: true"));
        assertRestricted(rendering.tests().only("Pod").path("spec"), false);
    }

    /** @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">Restricted</a> */
    private static void assertRestricted(JsonNode spec, boolean hostNetwork) {
        JsonNode pod = spec.path("securityContext");
        assertThat(pod.path("runAsNonRoot").asBoolean(false)).isTrue();
        assertThat(pod.path("runAsUser").asInt(0)).isEqualTo(65532);
        assertThat(pod.at("/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
        assertThat(spec.path("hostNetwork").asBoolean(false)).isEqualTo(hostNetwork);
        assertThat(spec.path("enableServiceLinks").asBoolean(true)).isFalse();
        for (JsonNode container : spec.path("containers")) {
            JsonNode context = container.path("securityContext");
            assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(context.path("privileged").asBoolean(true)).isFalse();
            assertThat(context.path("readOnlyRootFilesystem").asBoolean(false)).isTrue();
            assertThat(Rendering.strings(context.at("/capabilities/drop"))).containsExactly("ALL");
            assertThat(context.at("/capabilities/add").isMissingNode()).isTrue();
            assertThat(container.at("/resources/limits/memory").isMissingNode()).isFalse();
            assertThat(container.at("/resources/requests/cpu").isMissingNode()).isFalse();
        }
        for (JsonNode volume : spec.path("volumes")) {
            assertThat(volume.propertyNames())
                    .containsAnyOf("configMap", "secret", "emptyDir")
                    .doesNotContain("hostPath");
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whatIsMountedIsThere(String values) {
        JsonNode spec = Chart.render(values).podSpec();
        Set<String> volumes = Rendering.stream(spec.path("volumes"))
                .map(volume -> volume.path("name").asString())
                .collect(Collectors.toSet());
        assertThat(Rendering.stream(spec.at("/containers/0/volumeMounts"))
                        .map(mount -> mount.path("name").asString()))
                .containsExactlyInAnyOrderElementsOf(volumes);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void rightsNameWhatTheyAreFor(String values) {
        Rendering release = Chart.render(values).withoutHooks();
        boolean selfManaged = Rendering.stream(release.podSpec().at("/containers/0/args"))
                .anyMatch(argument -> argument.asString().startsWith("--tls-secret="));
        boolean rbac = !values.contains("rbac: {create: false}");
        boolean observes = !values.contains("observer: {enabled: false");
        boolean releases = observes && !values.contains("release: false");
        assertThat(release.all("Role").count()).isEqualTo((selfManaged || observes) && rbac ? 1 : 0);
        assertThat(release.all("RoleBinding").count())
                .isEqualTo(release.all("Role").count());
        assertThat(release.all("ClusterRole").count()).isEqualTo(rbac ? 1 : 0);
        Stream.concat(release.all("Role"), release.all("ClusterRole"))
                .flatMap(role -> Rendering.stream(role.path("rules")))
                .forEach(rule -> {
                    assertThat(Rendering.strings(rule.path("resources"))).hasSize(1);
                    assertThat(Rendering.strings(rule.path("verbs"))).doesNotContain("*", "delete", "deletecollection");
                });
        Map<String, String> named = new HashMap<>();
        release.all("Role")
                .flatMap(role -> Rendering.stream(role.path("rules")))
                .forEach(rule -> named.put(
                        rule.at("/resources/0").asString() + " "
                                + String.join(",", Rendering.strings(rule.path("verbs"))),
                        rule.at("/resourceNames/0").asString()));
        Map<String, String> expected = new HashMap<>();
        if (rbac && selfManaged) {
            expected.put(
                    "secrets get,patch,create",
                    release.only("Secret").at("/metadata/name").asString());
        }
        if (rbac && releases) {
            expected.put(
                    "configmaps get,list,watch,patch,create",
                    releases(release).at("/metadata/name").asString());
        }
        if (rbac && observes) {
            expected.put(
                    "leases get,patch",
                    release.only("Lease").at("/metadata/name").asString());
        }
        assertThat(named).isEqualTo(expected);
        assertThat(release.all("ClusterRole")
                        .flatMap(role -> Rendering.stream(role.path("rules")))
                        .skip(1)
                        .map(rule -> rule.at("/resources/0").asString()))
                .containsExactlyElementsOf(
                        !rbac || !observes
                                ? List.of()
                                : releases
                                        ? List.of("pods", "namespaces", "events", "pods/eviction", "jobs")
                                        : List.of("pods", "namespaces", "events"));
        release.all("ClusterRole").forEach(role -> {
            assertThat(role.at("/rules/0/resourceNames/0").asString())
                    .isEqualTo(release.only("MutatingWebhookConfiguration")
                            .at("/metadata/name")
                            .asString());
            assertThat(Rendering.strings(role.at("/rules/0/verbs")).contains("patch"))
                    .isEqualTo(selfManaged);
        });
        String account = release.podSpec().path("serviceAccountName").asString();
        Stream.concat(release.all("RoleBinding"), release.all("ClusterRoleBinding"))
                .forEach(binding ->
                        assertThat(binding.at("/subjects/0/name").asString()).isEqualTo(account));
    }

    private static JsonNode releases(Rendering release) {
        return release.all("ConfigMap")
                .filter(map -> map.at("/metadata/labels/app.kubernetes.io~1component")
                        .asString()
                        .equals("released-gates"))
                .findFirst()
                .orElseThrow();
    }

    /** What Helm does not write it leaves alone when it upgrades. */
    @ParameterizedTest
    @MethodSource("variants")
    void whatWasGivenUpIsNoneOfHelms(String values) {
        Rendering release = Chart.render(values).withoutHooks();
        Optional<String> argument = release.arguments().stream()
                .filter(given -> given.startsWith("--releases="))
                .findFirst();
        assertThat(argument.isPresent()).isEqualTo(!values.contains("release: false"));
        if (argument.isPresent()) {
            JsonNode map = releases(release);
            assertThat(map.has("data")).isFalse();
            assertThat(argument)
                    .contains("--releases=" + map.at("/metadata/namespace").asString() + "/"
                            + map.at("/metadata/name").asString());
        } else {
            assertThat(release.all("ConfigMap")).containsExactly(release.settings());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void selectorsTakeTheWebhookAndNothingElse(String values) {
        Rendering rendering = Chart.render(values);
        Rendering release = rendering.withoutHooks();
        JsonNode labels = release.deployment().at("/spec/template/metadata/labels");
        JsonNode tests = rendering.tests().only("Pod").at("/metadata/labels");
        Stream.of(
                        release.all("Deployment").map(object -> object.at("/spec/selector/matchLabels")),
                        release.all("PodDisruptionBudget").map(object -> object.at("/spec/selector/matchLabels")),
                        release.all("NetworkPolicy").map(object -> object.at("/spec/podSelector/matchLabels")),
                        release.all("PodMonitor").map(object -> object.at("/spec/selector/matchLabels")),
                        release.all("Service").map(object -> object.at("/spec/selector")))
                .flatMap(selectors -> selectors)
                .forEach(selector -> {
                    assertThat(takes(selector, labels)).isTrue();
                    assertThat(takes(selector, tests)).isFalse();
                });
        release.all("ServiceMonitor")
                .forEach(monitor -> assertThat(release.all("Service")
                                .filter(service ->
                                        takes(monitor.at("/spec/selector/matchLabels"), service.at("/metadata/labels")))
                                .map(service -> service.at("/spec/ports/0/name").asString()))
                        .containsExactly("metrics"));
    }

    private static boolean takes(JsonNode selector, JsonNode labels) {
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(entry -> labels.path(entry.getKey()).equals(entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void portsMeet(String values) {
        Rendering release = Chart.render(values).withoutHooks();
        Map<String, Integer> ports = Rendering.stream(release.podSpec().at("/containers/0/ports"))
                .collect(Collectors.toMap(
                        port -> port.path("name").asString(),
                        port -> port.path("containerPort").asInt()));
        assertThat(release.arguments())
                .contains("--https-port=" + ports.get("https"), "--health-port=" + ports.get("health"));
        JsonNode client = release.webhooks().findFirst().orElseThrow().at("/clientConfig/service");
        JsonNode service = release.all("Service")
                .filter(candidate -> candidate.at("/metadata/name").equals(client.path("name")))
                .findFirst()
                .orElseThrow();
        assertThat(service.at("/spec/ports/0/port")).isEqualTo(client.path("port"));
        assertThat(service.at("/spec/ports/0/targetPort").asString()).isEqualTo("https");
        assertThat(release.arguments())
                .contains("--tls-server-name=" + client.path("name").asString() + "."
                        + client.path("namespace").asString() + ".svc");
        assertThat(client.path("namespace")).isEqualTo(service.at("/metadata/namespace"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theOwnNamespaceAndThoseOfTheSystemAreNeverTaken(String values) {
        Rendering rendering = Chart.render(values);
        String own = rendering.deployment().at("/metadata/namespace").asString();
        rendering
                .webhooks()
                .forEach(webhook -> assertThat(Rendering.stream(webhook.at("/namespaceSelector/matchExpressions"))
                                .filter(expression ->
                                        expression.path("key").asString().equals("kubernetes.io/metadata.name")
                                                && expression
                                                        .path("operator")
                                                        .asString()
                                                        .equals("NotIn")))
                        .anySatisfy(expression -> assertThat(Rendering.strings(expression.path("values")))
                                .contains("kube-system", "kube-node-lease", own)
                                .doesNotHaveDuplicates()));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void onlyTheProvidedModeWritesACaBundle(String values) {
        List<JsonNode> bundles = Chart.render(values)
                .webhooks()
                .map(webhook -> webhook.at("/clientConfig/caBundle"))
                .toList();
        assertThat(bundles)
                .allSatisfy(bundle -> assertThat(bundle.isMissingNode()).isEqualTo(!values.contains("mode: provided")));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aReplicaHasTheTimeToDrain(String values) {
        Rendering release = Chart.render(values).withoutHooks();
        int grace = release.podSpec().path("terminationGracePeriodSeconds").asInt();
        assertThat(grace).isEqualTo(values.contains("drainTimeoutSeconds: 3600") ? 3615 : 30);
        assertThat(release.podSpec().at("/automountServiceAccountToken").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void allOfTheTestGoesAway(String values) {
        Rendering tests = Chart.render(values).tests();
        assertThat(tests.objects())
                .hasSize(5)
                .allSatisfy(object -> assertThat(object.at("/metadata/annotations/helm.sh~1hook-delete-policy")
                                .asString())
                        .isEqualTo("before-hook-creation,hook-succeeded,hook-failed"));
        String namespace = tests.only("Namespace").at("/metadata/name").asString();
        assertThat(namespace).matches("[a-z-]+-test-[0-9a-f]{8}");
        assertThat(Rendering.strings(tests.only("Pod").at("/spec/containers/0/args")))
                .containsExactly("check", "-n", namespace);
        assertThat(tests.only("Role").at("/metadata/namespace").asString()).isEqualTo(namespace);
    }
}
