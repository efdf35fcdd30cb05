package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.sidecarfirst.chart.Chart;
import io.sidecarfirst.chart.Variants;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real API server accepts each object that the chart renders, with no field that it does not know. */
@RequiresK3s
class ChartObjectsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Cluster CLUSTER = Cluster.shared();
    private static final Map<String, JsonNode> RESOURCES = new HashMap<>();

    private static Optional<ForeignKinds> foreign = Optional.empty();

    @BeforeAll
    static void namespacesAndForeignKinds() {
        namespaces().forEach(name -> CLUSTER.namespace(name, Map.of()));
        // A Pod is accepted only where its account is there.
        rendered("ServiceAccount").forEach(account -> apply(account, false));
        foreign = Optional.of(ForeignKinds.define(CLUSTER));
    }

    @AfterAll
    static void cleanUp() {
        foreign.ifPresent(ForeignKinds::close);
        namespaces().forEach(CLUSTER::deleteNamespace);
    }

    /** The release's, and those that its test would make. */
    private static Set<String> namespaces() {
        return Stream.concat(
                        Stream.of(Chart.RELEASE),
                        rendered("Namespace")
                                .map(object -> object.at("/metadata/name").asString()))
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> rendered(String kind) {
        return Variants.all()
                .flatMap(values -> Chart.render(values).objects().stream())
                .filter(object -> object.path("kind").asString().equals(kind))
                .distinct();
    }

    static Stream<String> variants() {
        return Variants.all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyObjectIsAccepted(String values) {
        for (JsonNode object : Chart.render(values).objects()) {
            Answer answer = apply(object, true);
            assertThat(answer.code()).as("%s: %s", object, answer.body()).isBetween(200, 201);
            assertThat(answer.warnings()).as(object.toString()).isEmpty();
        }
    }

    @Test
    void anUnknownFieldIsRefused() {
        JsonNode object = JSON.readTree("""
                {"apiVersion": "v1", "kind": "ConfigMap", "nope": 1,
                 "metadata": {"name": "a", "namespace": "sidecar-first"}}
                """);
        assertThat(apply(object, true).code()).isGreaterThanOrEqualTo(400);
    }

    /** An API server's answer. */
    private record Answer(int code, String body, List<String> warnings) {}

    private static Answer apply(JsonNode object, boolean dryRun) {
        KubernetesClient client = CLUSTER.client();
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(client.getMasterUrl() + url(object)
                                            + "?fieldManager=test&force=true&fieldValidation=Strict"
                                            + (dryRun ? "&dryRun=All" : ""))
                                    .method(
                                            "PATCH",
                                            "application/apply-patch+yaml",
                                            new String(JSON.writeValueAsBytes(object), StandardCharsets.UTF_8))
                                    .timeout(60, TimeUnit.SECONDS)
                                    .build(),
                            String.class)
                    .get(90, TimeUnit.SECONDS);
            return new Answer(response.code(), response.body(), response.headers("Warning"));
        } catch (Exception e) {
            throw new AssertionError("the API server did not answer", e);
        }
    }

    /** An object's address, by what the API server says of its kind. */
    private static String url(JsonNode object) {
        String version = object.path("apiVersion").asString();
        String root = version.contains("/") ? "apis/" + version : "api/" + version;
        JsonNode resource = RESOURCES.computeIfAbsent(
                version + " " + object.path("kind").asString(),
                kind -> resource(root, object.path("kind").asString()));
        String namespace = resource.path("namespaced").asBoolean()
                ? "/namespaces/" + object.at("/metadata/namespace").asString()
                : "";
        return root + namespace + "/" + resource.path("name").asString() + "/"
                + object.at("/metadata/name").asString();
    }

    private static JsonNode resource(String root, String kind) {
        for (JsonNode resource : JSON.readTree(CLUSTER.client().raw("/" + root)).path("resources")) {
            if (resource.path("kind").asString().equals(kind)
                    && !resource.path("name").asString().contains("/")) {
                return resource;
            }
        }
        throw new AssertionError("no kind " + kind + " in " + root);
    }
}
