package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.goldens.Golden;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The goldens as an API server would send them: HTTPS in, somebody else's JSON Patch out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpsGoldenTest {
    private static final HttpClient CLIENT = TestServer.client();

    /** One for each of the goldens' settings. */
    private final Map<Map<String, String>, TestServer> servers = new HashMap<>();

    @AfterAll
    void stop() {
        servers.values().forEach(TestServer::close);
    }

    static Stream<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void answersAsExpected(Golden golden) throws IOException, InterruptedException {
        TestServer server = servers.computeIfAbsent(golden.options(), options -> TestServer.start(golden.gate()));
        ObjectNode review = Reviews.creating(golden.pod());
        HttpResponse<String> response = server.post(CLIENT, review);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        Answer answer = Answer.to(Reviews.uid(review), response.body());
        Golden.Expected expected = golden.expected();
        assertThat(answer.denial()).isEqualTo(expected.denial());
        if (expected.denial().isPresent()) {
            assertThat(answer.hasPatch()).isFalse();
        } else {
            assertThat(answer.warnings()).isEqualTo(expected.warnings());
            assertThat(patched(answer, review)).isEqualTo(plain(expected.pod()));
        }
    }

    @Test
    void aPodOfAMegabyteIsGated() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start()) {
            ObjectNode pod = Reviews.megabytePod();
            ObjectNode review = Reviews.creating(pod);
            Answer answer =
                    Answer.to(Reviews.uid(review), server.post(CLIENT, review).body());
            for (JsonNode sidecar : answer.patched(pod).at("/spec/initContainers")) {
                assertThat(sidecar.has("startupProbe")).isTrue();
            }
        }
    }

    private static JsonNode patched(Answer answer, JsonNode review) {
        JsonNode pod = answer.patched(plain(review.path("request").path("object")));
        if (pod.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return plain(pod);
    }

    /** As JSON has it: YAML's trees know more kinds of numbers. */
    private static JsonNode plain(JsonNode node) {
        return JsonMapper.shared().readTree(node.toString());
    }
}
