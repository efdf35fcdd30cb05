package io.sidecarfirst.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One API server, as raw JSON: a typed model would drop the fields that it does not know. */
public final class ApiServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SECONDS = 30;

    private final KubernetesClient client;

    private ApiServer(KubernetesClient client) {
        this.client = client;
    }

    /** An answer: its HTTP status, its body, and the warnings with it. */
    public record Answer(int code, JsonNode body, List<String> warnings) {
        /** Why it was refused, in the API server's words. */
        public String message() {
            return body.path("message").asString("HTTP status " + code);
        }
    }

    /**
     * The one that {@code kubectl} would use here; inside a Pod, that of its cluster. Nothing is asked of it yet.
     *
     * @param kubeconfig instead of the usual one
     * @param context instead of its current one
     * @throws ClusterException if the kubeconfig cannot be used
     */
    public static ApiServer connect(Optional<Path> kubeconfig, Optional<String> context) {
        Config config = new ConfigBuilder(config(kubeconfig, context.orElse(null)))
                .withConnectionTimeout(5_000)
                .withRequestRetryBackoffLimit(0)
                .build();
        context.filter(name -> config.getCurrentContext() == null
                        || !name.equals(config.getCurrentContext().getName()))
                .ifPresent(name -> {
                    throw new ClusterException("the kubeconfig has no context \"" + name + "\"");
                });
        return new ApiServer(new KubernetesClientBuilder().withConfig(config).build());
    }

    private static Config config(Optional<Path> kubeconfig, @Nullable String context) {
        if (kubeconfig.isEmpty()) {
            return Config.autoConfigure(context);
        }
        Path file = kubeconfig.get();
        if (!Files.isReadable(file)) {
            throw new ClusterException(file + ": there is no such file, or it may not be read; check --kubeconfig");
        }
        try {
            return Config.fromKubeconfig(context, file.toFile());
        } catch (RuntimeException e) {
            throw new ClusterException(file + " is no kubeconfig (" + root(e) + ")", e);
        }
    }

    /** Where it is. */
    public String url() {
        return String.valueOf(client.getMasterUrl());
    }

    /**
     * Has a Pod created with {@code dryRun=All}: it goes through admission, and is not stored.
     *
     * @throws ClusterException if there is no answer
     */
    public Answer dryRun(String namespace, JsonNode pod) throws InterruptedException {
        String path = "api/v1/namespaces/" + namespace + "/pods?dryRun=All";
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(client.getMasterUrl() + path)
                                    .post("application/json", JSON.writeValueAsString(pod))
                                    .timeout(SECONDS, TimeUnit.SECONDS)
                                    .build(),
                            String.class)
                    .get(SECONDS + 5, TimeUnit.SECONDS);
            return new Answer(response.code(), JSON.readTree(response.body()), response.headers("Warning"));
        } catch (ExecutionException | TimeoutException e) {
            throw new ClusterException("the API server at " + url() + " gives no answer (" + root(e) + ")", e);
        } catch (JacksonException e) {
            throw new ClusterException("what answers at " + url() + " is no API server", e);
        }
    }

    private static String root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse(root.getClass().getSimpleName());
    }

    @Override
    public void close() {
        client.close();
    }
}
