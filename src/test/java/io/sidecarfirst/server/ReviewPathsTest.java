package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.WellKnown;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds the mains back is told by the path, where the Pod does not say it. */
@Timeout(60)
class ReviewPathsTest {
    private static final Settings PROBE = Gates.WITH_CONTAINER.with(GateMode.PROBE);
    private static final String CONTAINER_GATES =
            "sidecar_first_sidecars_total{by=\"container\",cause=\"port\",verdict=\"gated\"}";
    private static final String PROBE_GATES =
            "sidecar_first_sidecars_total{by=\"probe\",cause=\"port\",verdict=\"gated\"}";

    private final HttpClient client = TestServer.client();

    @ParameterizedTest
    @CsvSource({
        "probe,     /mutate,            probe",
        "probe,     /mutate/,           probe",
        "probe,     /mutate/probe,      probe",
        "probe,     /mutate/container,  container",
        "probe,     /mutate/container/, container",
        "container, /mutate,            container",
        "container, /mutate/probe,      probe",
        "container, /mutate/container,  container"
    })
    void thePathIsNearerThanTheSetting(String setting, String path, String by) throws Exception {
        Settings settings = Gates.WITH_CONTAINER.with(GateMode.of(setting).orElseThrow());
        try (TestServer server = TestServer.start(Gates.with(settings))) {
            assertThat(by(server, path, Reviews.good())).isEqualTo(by);
            assertThat(server.metric(CONTAINER_GATES)).isEqualTo(by.equals("container") ? 1 : 0);
            assertThat(server.metric(PROBE_GATES)).isEqualTo(by.equals("probe") ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"/mutate, container", "/mutate/container, probe", "/mutate/probe, container"})
    void theAnnotationIsNearerThanThePath(String path, String annotation) throws Exception {
        ObjectNode review = Reviews.good();
        ((ObjectNode) review.at("/request/object/metadata"))
                .withObjectProperty("annotations")
                .put(WellKnown.GATE_LABEL, annotation);
        try (TestServer server = TestServer.start(Gates.with(PROBE))) {
            assertThat(by(server, path, review)).isEqualTo(annotation);
        }
    }

    private String by(TestServer server, String path, ObjectNode review) throws IOException, InterruptedException {
        ObjectNode pod = (ObjectNode) review.at("/request/object");
        JsonNode containers = answer(server, path, review).patched(pod).at("/spec/initContainers");
        boolean hasContainer = containers
                .valueStream()
                .anyMatch(container -> container.path("name").asString().equals("sidecar-first-gate"));
        assertThat(containers.path(0).has("startupProbe")).isEqualTo(!hasContainer);
        return hasContainer ? "container" : "probe";
    }

    private Answer answer(TestServer server, String path, ObjectNode review)
            throws IOException, InterruptedException {
        HttpResponse<String> response = server.post(client, path, review);
        assertThat(response.statusCode()).isEqualTo(200);
        return Answer.to(Reviews.uid(review), response.body());
    }

    @Test
    void withoutAnImageEachPodSaysSo() throws Exception {
        try (TestServer server = TestServer.start(Gates.DEFAULT)) {
            assertThat(by(server, "/mutate/container", Reviews.good())).isEqualTo("probe");
            assertThat(answer(server, "/mutate/container", Reviews.good()).warnings())
                    .anyMatch(warning -> warning.contains("no image is set for it"));
            assertThat(answer(server, "/mutate", Reviews.good()).warnings())
                    .noneMatch(warning -> warning.contains("no image is set for it"));
            assertThat(server.metric("sidecar_first_warnings_total{kind=\"no-gate-container\"}"))
                    .isEqualTo(2);
        }
    }

    @Test
    void noOtherPathIsThere() throws Exception {
        try (TestServer server = TestServer.start(Gates.with(PROBE))) {
            for (String path : new String[] {"/mutate/none", "/mutate//", "/mutate/container/probe", "/container"}) {
                assertThat(server.post(client, path, Reviews.good()).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            // The answer is there before it is counted.
            await().until(() -> server.metric("sidecar_first_refused_requests_total{status=\"404\"}") == 4);
        }
    }
}
