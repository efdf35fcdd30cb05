package io.sidecarfirst.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** One API server, as raw JSON: a typed model would drop the fields that it does not know. */
public final class ApiServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SECONDS = 30;

    /** As kubectl's. */
    private static final int PAGE = 500;

    /** An API server whose selectors match little may send some; one that goes on has no end. */
    private static final int EMPTY_PAGES = 1000;

    private final KubernetesClient client;

    private ApiServer(KubernetesClient client) {
        this.client = client;
    }

    /**
     * An answer.
     *
     * @param code its HTTP status
     * @param warnings those that came with it
     * @param date when it was written, by the API server's clock, in whole seconds
     */
    public record Answer(int code, JsonNode body, List<String> warnings, Optional<Instant> date) {
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
        try {
            return connected(kubeconfig, context);
        } catch (KubernetesClientException | IllegalArgumentException e) {
            // Such as a file of certificates that is not there.
            throw new ClusterException("the kubeconfig cannot be used: " + Unanswered.words(e), e);
        }
    }

    private static ApiServer connected(Optional<Path> kubeconfig, Optional<String> context) {
        Config config = new ConfigBuilder(config(kubeconfig, context.orElse(null)))
                .withConnectionTimeout(5_000)
                .withRequestRetryBackoffLimit(0)
                // With HTTP/2, a 401 comes with a GOAWAY, and the JDK's client reports only that.
                .withHttp2Disable(true)
                .build();
        context.filter(name -> config.getCurrentContext() == null
                        || !name.equals(config.getCurrentContext().getName()))
                .ifPresent(name -> {
                    throw new ClusterException("the kubeconfig has no context \"" + name + "\"");
                });
        NoKubeconfig.refuse(config, kubeconfig);
        return new ApiServer(new KubernetesClientBuilder().withConfig(config).build());
    }

    private static Config config(Optional<Path> kubeconfig, @Nullable String context) {
        if (kubeconfig.isEmpty()) {
            try {
                return Config.autoConfigure(context);
            } catch (RuntimeException e) {
                throw new ClusterException("the kubeconfig cannot be used: " + Unanswered.words(e), e);
            }
        }
        Path file = kubeconfig.get();
        if (!Files.isReadable(file)) {
            throw new ClusterException(file + ": there is no such file, or it may not be read; check --kubeconfig");
        }
        try {
            return Config.fromKubeconfig(context, file.toFile());
        } catch (RuntimeException e) {
            throw new ClusterException(file + " is no kubeconfig (" + Unanswered.words(e) + ")", e);
        }
    }

    /** Where it is. */
    public String url() {
        return String.valueOf(client.getMasterUrl());
    }

    /** The namespace of the kubeconfig's context, or of the Pod that this runs in; empty where none is named. */
    public Optional<String> namespace() {
        return Optional.ofNullable(client.getConfiguration().getNamespace()).filter(name -> !name.isEmpty());
    }

    /**
     * Has a Pod created with {@code dryRun=All}: it goes through admission, and is not stored.
     *
     * @throws ClusterException if there is no answer, or the credentials are refused
     */
    public Answer dryRun(String namespace, JsonNode pod) throws InterruptedException {
        return send(
                "api/v1/namespaces/" + namespace + "/pods?dryRun=All",
                request -> request.post("application/json", JSON.writeValueAsString(pod)));
    }

    /**
     * Reads one object, or whatever is at a path.
     *
     * @param path as in {@code kubectl get --raw}, without the first slash
     * @throws ClusterException if there is no answer, or the credentials are refused
     */
    public Answer get(String path) throws InterruptedException {
        return send(path, UnaryOperator.identity());
    }

    /**
     * Reads a list page by page, so that a large one does not have to fit into memory.
     *
     * @param path of the list, without the first slash and without a query
     * @param query more parameters, such as {@code labelSelector=app%3Dweb}; may be empty
     * @param item gets each object, without its kind and version, which an API server leaves out in lists
     * @return the answer that ended it: 200, or why it could not be read (to the end)
     * @throws ClusterException if there is no answer, or the credentials are refused
     * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">
     *     Retrieving large results sets in chunks</a>
     */
    public Answer list(String path, String query, Consumer<JsonNode> item) throws InterruptedException {
        String next = "";
        int empty = 0;
        while (true) {
            Answer page = get(path + "?limit=" + PAGE + (query.isEmpty() ? "" : "&" + query) + next);
            JsonNode items = page.body().path("items");
            if (page.code() == HttpURLConnection.HTTP_OK
                    && !page.body().path("kind").asString("").endsWith("List")) {
                throw noApiServer();
            }
            items.forEach(item);
            empty = items.isEmpty() ? empty + 1 : 0;
            if (empty > EMPTY_PAGES) {
                throw noApiServer();
            }
            String token = page.body().path("metadata").path("continue").asString("");
            // A token that has expired in the middle (410) comes with another one, for the rest as it is by now.
            boolean goesOn = page.code() == HttpURLConnection.HTTP_OK || page.code() == HttpURLConnection.HTTP_GONE;
            if (!goesOn || token.isEmpty()) {
                return page;
            }
            next = "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        }
    }

    private ClusterException noApiServer() {
        return new ClusterException("what answers at " + url() + " is no API server");
    }

    private Answer send(String path, UnaryOperator<HttpRequest.Builder> more) throws InterruptedException {
        try {
            HttpRequest.Builder request = client.getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(client.getMasterUrl() + path)
                    .timeout(SECONDS, TimeUnit.SECONDS);
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(more.apply(request).build(), String.class)
                    .get(SECONDS + 5, TimeUnit.SECONDS);
            if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED) {
                throw new ClusterException("the API server at " + url() + " refuses the credentials (401 Unauthorized):"
                        + " has the token expired? check --kubeconfig and --context");
            }
            return new Answer(response.code(), body(response), response.headers("Warning"), date(response));
        } catch (ExecutionException | TimeoutException e) {
            throw new ClusterException("the API server at " + url() + " " + Unanswered.because(e), e);
        } catch (KubernetesClientException | IllegalArgumentException e) {
            // Such as an address that is none, or a token with a line break in it.
            throw new ClusterException(
                    "the API server at \"" + url() + "\" cannot be asked: " + Unanswered.words(e)
                            + "; check the kubeconfig",
                    e);
        }
    }

    /** Some refusals, of an overloaded server for one, are plain text. */
    private JsonNode body(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            if (response.code() >= HttpURLConnection.HTTP_BAD_REQUEST) {
                return JsonNodeFactory.instance.missingNode();
            }
            throw noApiServer();
        }
    }

    private static Optional<Instant> date(HttpResponse<?> response) {
        try {
            return Optional.ofNullable(response.header("Date"))
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeException e) {
            // A proxy's nonsense.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
