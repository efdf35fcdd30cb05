package io.sidecarfirst.server;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** A valid review that is not about the creation of a Pod is allowed as it is. */
class IgnoredReviewTest {
    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Case(String name, Consumer<ObjectNode> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("no object", request -> request.remove("object")),
                new Case("object null", request -> request.putNull("object")),
                new Case("object a string", request -> request.put("object", "Pod")),
                new Case("object a list", request -> request.putArray("object")),
                new Case("object empty", request -> request.putObject("object")),
                new Case("UPDATE", request -> request.put("operation", "UPDATE")),
                new Case("DELETE", request -> request.put("operation", "DELETE")),
                new Case("CONNECT", request -> request.put("operation", "CONNECT")),
                new Case("operation missing", request -> request.remove("operation")),
                new Case("a Deployment", request -> kind(request, "apps", "v1", "Deployment")),
                new Case("a Pod of another group", request -> kind(request, "metrics.k8s.io", "v1", "Pod")),
                new Case("a Pod of another version", request -> kind(request, "", "v2", "Pod")),
                new Case("kind missing", request -> request.remove("kind")),
                new Case("kind a string", request -> request.put("kind", "Pod")),
                new Case("pods/binding", request -> request.put("subResource", "binding")),
                new Case("pods/ephemeralcontainers", request -> request.put("subResource", "ephemeralcontainers")));
    }

    private static void kind(ObjectNode request, String group, String version, String kind) {
        request.putObject("kind").put("group", group).put("version", version).put("kind", kind);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAllowedAsItIs(Case other) throws IOException {
        ObjectNode review = Reviews.good();
        other.change().accept((ObjectNode) review.path("request"));
        RawConnection.Reply reply = send(RawConnection.post(Reviews.bytes(review)));

        assertThat(reply.status()).isEqualTo(200);
        Answer answer = Answer.to(Reviews.uid(review), reply.body());
        assertThat(answer.response().propertyNames()).containsExactlyInAnyOrder("uid", "allowed");
        assertThat(answer.allowed()).isTrue();
    }

    @Test
    void contentTypeMayHaveParametersAndCapitals() throws IOException {
        ObjectNode review = Reviews.good();
        String body = review.toString();
        RawConnection.Reply reply = send(("POST /mutate HTTP/1.1\r\nHost: a\r\n"
                        + "CONTENT-TYPE: Application/JSON; charset=utf-8\r\nContent-Length: "
                        + String.format(Locale.ROOT, "%d", body.length()) + "\r\n\r\n" + body)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(Answer.to(Reviews.uid(review), reply.body()).hasPatch()).isTrue();
    }

    @Test
    void utf16IsReadAsJsonAlwaysCouldBe() throws IOException {
        ObjectNode review = Reviews.good();
        RawConnection.Reply reply = send(RawConnection.post(review.toString().getBytes(UTF_16BE)));
        assertThat(Answer.to(Reviews.uid(review), reply.body()).hasPatch()).isTrue();
    }

    private static RawConnection.Reply send(byte[] request) throws IOException {
        try (RawConnection connection = server.connect()) {
            return connection.send(request).read();
        }
    }
}
