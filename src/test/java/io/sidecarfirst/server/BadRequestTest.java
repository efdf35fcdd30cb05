package io.sidecarfirst.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.admission.Answer;
import io.sidecarfirst.admission.Reviews;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Every bad request hears why in one line, leaves nothing of itself in the logs, and harms nobody after it. */
class BadRequestTest {
    private static final String SECRET = "hunter2-SECRET";
    private static final int DEEP = 10_000;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @SuppressWarnings("NullAway.Init")
    private CapturedLog log;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void capture() {
        log = new CapturedLog();
    }

    @AfterEach
    void release() {
        log.close();
    }

    /** @param request a character for each byte */
    private record Case(String name, String request, int status, String line) {
        @Override
        public String toString() {
            return name + " -> " + status;
        }
    }

    static Stream<Case> cases() {
        String good = new String(Reviews.bytes(Reviews.good()), UTF_8);
        return Stream.of(
                body("truncated JSON", good.substring(0, good.length() - 40), "not valid JSON"),
                body("not JSON", "apiVersion: v1 # " + SECRET, "not valid JSON"),
                body("empty body", "", "the body is empty"),
                body("blank body", " \n ", "the body is empty"),
                body("an array", "[\"" + SECRET + "\"]", "not a JSON object"),
                body("a string", "\"" + SECRET + "\"", "not a JSON object"),
                body("null", "null", "not a JSON object"),
                body("trailing garbage", good + SECRET, "not valid JSON"),
                body("a second review", good + good, "goes on after"),
                body("a closing bracket too many", good + "}", "not valid JSON"),
                review("version v1beta1", r -> r.put("apiVersion", "admission.k8s.io/v1beta1"), "apiVersion is not"),
                review("version not a string", r -> r.put("apiVersion", 1), "apiVersion is not"),
                review("another kind", r -> r.put("kind", "ConversionReview"), "kind is not AdmissionReview"),
                review("kind missing", r -> r.remove("kind"), "kind is not AdmissionReview"),
                review("request missing", r -> r.remove("request"), "request is missing"),
                review("request null", r -> r.putNull("request"), "request is missing"),
                review("request a list", r -> r.putArray("request").add(SECRET), "request is missing"),
                review("uid missing", r -> request(r).remove("uid"), "request.uid is missing"),
                review("uid empty", r -> request(r).put("uid", ""), "request.uid is missing"),
                review("uid a number", r -> request(r).put("uid", 7), "request.uid is missing"),
                body("member twice at the top", "{\"kind\": \"" + SECRET + "\", \"kind\": 1}", "twice"),
                body(
                        "member twice in request",
                        good.replace("\"uid\":", "\"uid\":\"" + SECRET + "\",\"uid\":"),
                        "twice"),
                body("member twice in object", good.replace("\"spec\":", "\"spec\":{},\"spec\":"), "twice"),
                body(
                        "member twice in spec",
                        good.replace("\"containers\":", "\"containers\":[],\"containers\":"),
                        "twice"),
                body("member twice in a container", good.replace("\"image\":", "\"image\":\"x\",\"image\":"), "twice"),
                body("a secret name twice", "{\"" + SECRET + "\\n\": 1, \"" + SECRET + "\\n\": 2}", "twice"),
                body("deep object", good.replace("\"object\":", "\"object\":" + deep() + ",\"x\":"), "not valid JSON"),
                body(
                        "deep in a container",
                        good.replace("\"env\":", "\"x\":" + deep() + ",\"env\":"),
                        "not valid JSON"),
                body(
                        "deep managedFields",
                        good.replace("\"fieldsV1\":", "\"x\":" + deep() + ",\"y\":"),
                        "not valid JSON"),
                body("deep oldObject", good.replace("\"oldObject\":null", "\"oldObject\":" + deep()), "not valid JSON"),
                body("deep at the top", deep(), "not valid JSON"),
                body("deep lists", "{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}", "not valid JSON"),
                bytes(
                        "invalid UTF-8",
                        good.replace(SECRET, SECRET + "\u00ff\u00fe").getBytes(ISO_8859_1)),
                bytes(
                        "invalid UTF-8 in a skipped part",
                        good.replace("kubectl-", "\u00c3(").getBytes(ISO_8859_1)),
                bytes(
                        "a control character",
                        good.replace(SECRET, SECRET + "\u0001").getBytes(US_ASCII)),
                bytes("a huge number", good.replace("8080", "9".repeat(5000)).getBytes(US_ASCII)),
                head("content type text", post(good, "text/plain"), 415, "the content type is not application/json"),
                head(
                        "content type with JSON in its name",
                        post(good, "application/json-patch+json"),
                        415,
                        "content type"),
                head("no content type", post(good, ""), 415, "the content type is not application/json"),
                head(
                        "gzip",
                        RawConnection.head("Content-Encoding: gzip", "Content-Length: 4") + "\u001f\u008bxx",
                        415,
                        "encoded"),
                head(
                        "announced oversize",
                        RawConnection.head("Content-Length: " + (9 << 20)),
                        413,
                        "larger than 8388608 bytes"),
                head("chunked oversize", chunkedOversize(), 413, "larger than 8388608 bytes"),
                head(
                        "a bad chunk",
                        RawConnection.head("Transfer-Encoding: chunked") + "zz\r\n" + SECRET,
                        400,
                        "not framed"),
                head("a bad length", RawConnection.head("Content-Length: x"), 400, ""),
                head("two lengths", RawConnection.head("Content-Length: 3", "Content-Length: 4"), 400, ""),
                head("no Host", "POST /mutate HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400, ""),
                head("not HTTP", SECRET + "\r\n\r\n", 400, ""),
                head("GET", "GET /mutate HTTP/1.1\r\nHost: a\r\n\r\n", 405, ""),
                head("PUT", "PUT /mutate HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405, ""),
                head("unknown path", "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 404, ""),
                head("health on the TLS port", "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", 404, ""),
                head("huge header", RawConnection.head("X: " + SECRET.repeat(2000)), 431, ""),
                head("many headers", RawConnection.head(("X: " + SECRET + "\r\n").repeat(2000) + "Y: 1"), 431, ""));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefused(Case bad) throws IOException {
        try (RawConnection connection = server.connect()) {
            RawConnection.Reply reply =
                    connection.send(bad.request().getBytes(ISO_8859_1)).read();
            assertThat(reply.status()).isEqualTo(bad.status());
            assertThat(reply.headers()).doesNotContainKey("server");
            assertThat(reply.body()).doesNotContain(SECRET).contains(bad.line());
            if (!bad.line().isEmpty()) {
                assertThat(reply.body().lines()).hasSize(1);
                assertThat(reply.headers()).containsEntry("content-type", "text/plain;charset=utf-8");
            }
        }
        assertAnswersAGoodReview();
        assertThat(log.text()).doesNotContain(SECRET).contains("gated");
    }

    private static void assertAnswersAGoodReview() throws IOException {
        ObjectNode review = Reviews.good();
        try (RawConnection connection = server.connect()) {
            RawConnection.Reply reply =
                    connection.send(RawConnection.post(Reviews.bytes(review))).read();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(Answer.to(Reviews.uid(review), reply.body()).hasPatch()).isTrue();
        }
    }

    private static ObjectNode request(ObjectNode review) {
        return (ObjectNode) review.path("request");
    }

    private static Case review(String name, Consumer<ObjectNode> change, String line) {
        ObjectNode review = Reviews.good();
        change.accept(review);
        return bytes(name, Reviews.bytes(review), line);
    }

    private static Case body(String name, String body, String line) {
        return bytes(name, body.getBytes(UTF_8), line);
    }

    private static Case bytes(String name, byte[] body) {
        return bytes(name, body, "not valid JSON");
    }

    private static Case bytes(String name, byte[] body, String line) {
        return new Case(name, new String(RawConnection.post(body), ISO_8859_1), 400, line);
    }

    private static Case head(String name, String request, int status, String line) {
        return new Case(name, request, status, line);
    }

    private static String post(String body, String type) {
        return "POST /mutate HTTP/1.1\r\nHost: a\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String deep() {
        return "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
    }

    /** Ends where the server must have had enough. */
    private static String chunkedOversize() {
        return RawConnection.head("Transfer-Encoding: chunked")
                + ("100000\r\n" + " ".repeat(1 << 20) + "\r\n").repeat(8) + "1\r\n \r\n";
    }
}
