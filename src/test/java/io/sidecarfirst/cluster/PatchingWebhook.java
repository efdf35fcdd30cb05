package io.sidecarfirst.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody else's webhook: it answers whatever a test wants it to answer. */
public final class PatchingWebhook implements AutoCloseable {
    private final HttpsServer server;
    private final TestAuthority authority;
    private final String url;

    private PatchingWebhook(HttpsServer server, TestAuthority authority, String address) {
        this.server = server;
        this.authority = authority;
        this.url = "https://" + address + ":" + server.getAddress().getPort() + "/mutate";
    }

    /** Answers with what the function makes of the review. */
    public static PatchingWebhook start(Cluster cluster, Function<JsonNode, String> answer) throws IOException {
        TestAuthority authority = TestAuthority.create("other-ca");
        String address = cluster.hostAddress();
        HttpsServer server = HttpsServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ServerTls.context(
                new ReloadableKeyManager(authority.server(address).material()))));
        server.createContext("/mutate", exchange -> answer(exchange, answer));
        server.start();
        return new PatchingWebhook(server, authority, address);
    }

    private static void answer(HttpExchange exchange, Function<JsonNode, String> answer) throws IOException {
        try (exchange) {
            JsonNode review = JsonMapper.shared().readTree(exchange.getRequestBody());
            byte[] text = answer.apply(review).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** An answer that allows, with that patch. */
    public static String allowing(JsonNode review, String patch) {
        String encoded = Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8));
        String answer = """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
                "response":{"uid":"%s","allowed":true,"patchType":"JSONPatch","patch":"%s"}}""";
        return answer.formatted(review.at("/request/uid").stringValue(), encoded);
    }

    public String url() {
        return url;
    }

    public String authorityPem() {
        return authority.pem();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
