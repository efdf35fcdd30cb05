package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.manifest.Manifest;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The objects of a rendered chart, in their order.
 *
 * @param objects as trees
 */
public record Rendering(List<JsonNode> objects) {

    static Rendering of(String text) {
        return new Rendering(Manifest.parse(text).trees());
    }

    /** Those that the release consists of: without the ones that Helm makes for a moment. */
    public Rendering withoutHooks() {
        return new Rendering(
                objects.stream().filter(object -> hook(object).isEmpty()).toList());
    }

    /** Those of {@code helm test}. */
    Rendering tests() {
        return new Rendering(
                objects.stream().filter(object -> hook(object).equals("test")).toList());
    }

    static String hook(JsonNode object) {
        return object.at("/metadata/annotations/helm.sh~1hook").asString("");
    }

    /** All objects of that kind. */
    public Stream<JsonNode> all(String kind) {
        return objects.stream().filter(object -> object.path("kind").asString().equals(kind));
    }

    /** The only object of that kind. */
    public JsonNode only(String kind) {
        List<JsonNode> found = all(kind).toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    /** The ConfigMap of the settings. */
    public JsonNode settings() {
        return all("ConfigMap")
                .filter(map -> map.path("data").has("config.yaml"))
                .findFirst()
                .orElseThrow();
    }

    /** The dashboard, as Grafana reads it. */
    public JsonNode dashboard() {
        return all("ConfigMap")
                .map(map -> map.at("/data/sidecar-first.json").asString(""))
                .filter(text -> !text.isEmpty())
                .map(JsonMapper.shared()::readTree)
                .findFirst()
                .orElseThrow();
    }

    JsonNode deployment() {
        return withoutHooks().only("Deployment");
    }

    /** The Pod template's spec. */
    JsonNode podSpec() {
        return deployment().at("/spec/template/spec");
    }

    /** The arguments of the program. */
    public List<String> arguments() {
        return strings(podSpec().at("/containers/0/args"));
    }

    Stream<JsonNode> webhooks() {
        return stream(withoutHooks().only("MutatingWebhookConfiguration").path("webhooks"));
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> strings(JsonNode array) {
        return stream(array).map(JsonNode::asString).toList();
    }
}
