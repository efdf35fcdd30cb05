package io.sidecarfirst.training;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import io.sidecarfirst.certificates.ServerTls;
import java.util.List;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of an API server as a replica with self-managed certificates needs: one Secret, one webhook configuration. It
 * is made of what the jar holds: the image's Java runtime has no {@code com.sun.net.httpserver}, of which the tests'
 * API server is made.
 */
final class StandInApiServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SECRET = "/api/v1/namespaces/training/secrets/tls";
    private static final String CONFIGURATION =
            "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/zz-training";

    private final KeyMaterial certificate = SelfMadeCertificate.make(List.of());
    private final Javalin javalin;
    private ObjectNode secret = empty();
    private ObjectNode configuration = empty();
    private int version;

    StandInApiServer() {
        forget();
        javalin = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.addConnector((server, http) -> {
                        SslContextFactory.Server tls = new SslContextFactory.Server();
                        tls.setSslContext(ServerTls.context(new ReloadableKeyManager(certificate)));
                        ServerConnector connector = new ServerConnector(
                                server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
                        connector.setHost("127.0.0.1");
                        return connector;
                    });
                    config.routes.get(SECRET, this::readSecret);
                    config.routes.patch(SECRET, this::applySecret);
                    config.routes.get(CONFIGURATION, context -> answer(context, configuration));
                    config.routes.patch(CONFIGURATION, this::patchConfiguration);
                })
                .start();
    }

    private static ObjectNode empty() {
        return JSON.createObjectNode();
    }

    int port() {
        return javalin.port();
    }

    /** The certificate by which it is verified. */
    String pem() {
        return certificate.chainPem();
    }

    /** As before the first replica. */
    synchronized void forget() {
        forgetSecret();
        configuration = empty().put("apiVersion", "admissionregistration.k8s.io/v1")
                .put("kind", "MutatingWebhookConfiguration");
        configuration.putObject("metadata").put("name", "zz-training").put("resourceVersion", "1");
        var webhooks = configuration.putArray("webhooks");
        for (String name : List.of("pods", "canary")) {
            webhooks.addObject().put("name", name).putObject("clientConfig");
        }
    }

    synchronized void forgetSecret() {
        secret = empty();
    }

    synchronized boolean hasNext() {
        return secret.path("data").has("next.crt");
    }

    private synchronized void readSecret(Context context) {
        if (secret.isEmpty()) {
            context.status(404);
            answer(context, empty().put("kind", "Status").put("status", "Failure").put("code", 404));
        } else {
            answer(context, secret);
        }
    }

    private synchronized void applySecret(Context context) {
        ObjectNode applied = (ObjectNode) JSON.readTree(context.body());
        if (secret.isEmpty()) {
            secret = applied;
        } else if (applied.has("data")) {
            secret.set("data", applied.path("data"));
        }
        answer(context, changed(secret));
    }

    private synchronized void patchConfiguration(Context context) {
        for (JsonNode operation : JSON.readTree(context.body())) {
            String[] path = operation.path("path").asString().split("/");
            if (path.length == 5) {
                ((ObjectNode) configuration.path("webhooks").get(Integer.parseInt(path[2])).path("clientConfig"))
                        .set("caBundle", operation.path("value"));
            }
        }
        answer(context, changed(configuration));
    }

    private ObjectNode changed(ObjectNode object) {
        ((ObjectNode) object.path("metadata")).put("resourceVersion", Integer.toString(++version + 1));
        return object;
    }

    private static void answer(Context context, JsonNode object) {
        context.contentType("application/json").result(object.toString());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
