package io.sidecarfirst.jar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sidecarfirst.certificates.ClientTrustManager;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API server by HTTPS: it knows who asks, has no objects but one webhook configuration, and keeps what is applied.
 */
final class SecureApiServer implements AutoCloseable {
    static final String CONFIGURATION = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/sf";

    private static final JsonMapper JSON = JsonMapper.shared();

    final TestAuthority authority = TestAuthority.create("cluster");
    private final HttpsServer server;
    private final Set<String> callers = ConcurrentHashMap.newKeySet();
    private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
    private int version;

    SecureApiServer() throws IOException {
        objects.put(CONFIGURATION, (ObjectNode) JSON.readTree("""
                        {"metadata": {"name": "sf", "resourceVersion": "0"}, "webhooks": [{"clientConfig": {}}]}
                        """));
        SSLContext context = ServerTls.context(
                new ReloadableKeyManager(authority.server("127.0.0.1").material()),
                new ClientTrustManager(authority.bundle(), Set.of()));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "https://127.0.0.1:" + port();
    }

    /** Who has asked: the common name of a client's certificate, or an Authorization header. */
    Set<String> callers() {
        return callers;
    }

    @Nullable
    ObjectNode object(String path) {
        return objects.get(path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            callers.add(caller((HttpsExchange) exchange));
            String path = exchange.getRequestURI().getPath();
            JsonNode body = JSON.missingNode();
            if (exchange.getRequestMethod().equals("PATCH")) {
                body = write(path, JSON.readTree(exchange.getRequestBody()));
            } else if (objects.containsKey(path)) {
                body = objects.get(path);
            } else if (!path.contains("/secrets/")) {
                body = JSON.createObjectNode().put("kind", "XList").set("items", JSON.createArrayNode());
            }
            int code = body.isMissingNode() ? 404 : 200;
            byte[] bytes = (code == 404 ? "{}" : body.toString()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized JsonNode write(String address, JsonNode patch) {
        ObjectNode object = objects.computeIfAbsent(address, key -> JSON.createObjectNode());
        if (patch.isArray()) {
            for (JsonNode operation : patch) {
                String path = operation.path("path").asString();
                int last = path.lastIndexOf('/');
                ((ObjectNode) object.at(path.substring(0, last)))
                        .set(path.substring(last + 1), operation.path("value"));
            }
        } else {
            patch.properties().forEach(entry -> object.set(entry.getKey(), entry.getValue()));
        }
        object.withObjectProperty("metadata").put("resourceVersion", Integer.toString(++version));
        return object;
    }

    private static String caller(HttpsExchange exchange) {
        SSLSession session = exchange.getSSLSession();
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
