package io.sidecarfirst.jar;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.apiserver.FakeApiServer.Request;
import io.sidecarfirst.certificates.ClientTrustManager;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An API server by HTTPS: it has no objects but one webhook configuration, and keeps what is applied. */
final class SecureApiServer implements AutoCloseable {
    static final String CONFIGURATION = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/sf";

    private static final JsonMapper JSON = JsonMapper.shared();

    final TestAuthority authority = TestAuthority.create("cluster");
    final FakeApiServer https;
    private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
    private int version;

    SecureApiServer() throws IOException {
        objects.put(CONFIGURATION, (ObjectNode) JSON.readTree("""
                        {"metadata": {"name": "sf", "resourceVersion": "0"}, "webhooks": [{"clientConfig": {}}]}
                        """));
        https = FakeApiServer.start(
                ServerTls.context(
                        new ReloadableKeyManager(authority.server("127.0.0.1").material()),
                        new ClientTrustManager(authority.bundle(), Set.of())),
                this::answer);
    }

    @Nullable
    ObjectNode object(String path) {
        return objects.get(path);
    }

    private Reply answer(Request request) {
        String path = request.path();
        if (request.method().equals("PATCH")) {
            return Reply.ok(write(path, JSON.readTree(request.body())).toString());
        } else if (objects.containsKey(path)) {
            return Reply.ok(objects.get(path).toString());
        }
        return path.contains("/secrets/")
                ? Reply.refused(404, "not found")
                : Reply.ok("{\"kind\":\"XList\",\"items\":[]}");
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

    @Override
    public void close() {
        https.close();
    }
}
