package io.sidecarfirst.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One API server, as raw JSON: a typed model would drop the fields that it does not know. Everything that this program
 * asks of a cluster goes through here. It does not retry: commands report the error, and loops try again on their next
 * pass.
 */
public final class ApiServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** As kubectl's. */
    private static final int PAGE = 500;

    /** With a selector that matches little, pages may be empty; more of them in a row than this have no end. */
    private static final int EMPTY_PAGES = 1000;

    /** More objects than a cluster can hold: 20 million. */
    private static final int PAGES = 40_000;

    private static final int CONNECTION_MILLISECONDS = 5_000;
    private static final int MORE_SECONDS_FOR_BODY = 5;

    /** After which an API server ends a watch. Also how long a connection that has died is taken for a quiet one. */
    private static final int WATCH_SECONDS = 240;

    private final Config config;
    private final Caller caller;
    private final int seconds;
    private final HttpClient http;
    private final ServerClock clock = new ServerClock(InstantSource.system());

    private ApiServer(Config config, Caller caller, int seconds) {
        this.config = config;
        this.caller = caller;
        this.seconds = seconds;
        this.http = new StrictHttpClientFactory().newBuilder(config).build();
    }

    /** Who asks: how long they wait, and what they can do about a problem. */
    private enum Caller {
        PERSON(30, ": has the token expired? check --kubeconfig and --context", ""),
        POD(
                10,
                "; is the service account's token mounted?",
                "; is the API server reachable from here (NetworkPolicy, proxy)?");

        private final int seconds;
        private final String ifUnauthorized;
        private final String ifUnanswered;

        Caller(int seconds, String ifUnauthorized, String ifUnanswered) {
            this.seconds = seconds;
            this.ifUnauthorized = ifUnauthorized;
            this.ifUnanswered = ifUnanswered;
        }
    }

    /**
     * An answer.
     *
     * @param code its HTTP status; never 401
     * @param warnings those that came with it
     * @param date when it was written, by the API server's clock, in whole seconds
     */
    public record Answer(
            int code,
            JsonNode body,
            List<String> warnings,
            @Nullable Instant date) {
        /** Why it was refused, in the API server's words. */
        public String message() {
            return body.path("message").asString("HTTP status " + code);
        }

        /** The same for what the chart installs: where a right is missing, also where to look for it. */
        public String refusal() {
            return message()
                    + (code == HttpURLConnection.HTTP_FORBIDDEN ? "; compare the roles with those of the chart" : "");
        }
    }

    /**
     * The one that {@code kubectl} would use here; inside a Pod, that of its cluster. Nothing is asked of it yet.
     *
     * @param kubeconfig instead of the usual one
     * @param context instead of its current one
     * @throws ApiServerException if the kubeconfig cannot be used
     */
    public static ApiServer connect(@Nullable Path kubeconfig, @Nullable String context) {
        return connect(new Connection(kubeconfig, context, null, List.of(), 0));
    }

    /**
     * The same, with more to say.
     *
     * @throws ApiServerException if the kubeconfig cannot be used
     */
    public static ApiServer connect(Connection connection) {
        return connect(
                () -> {
                    refuseUnreadable(connection.kubeconfig());
                    Supplier<Config> client = () -> config(connection.kubeconfig(), connection.context());
                    Config config = Kubeconfig.find(connection.kubeconfig())
                            .map(found -> found.checked(connection.context(), client))
                            .orElseGet(client);
                    MissingKubeconfig.refuse(config, connection.kubeconfig());
                    if (connection.user() != null) {
                        config.setImpersonateUsername(connection.user());
                        config.setImpersonateGroups(connection.groups().toArray(String[]::new));
                    }
                    return config;
                },
                Caller.PERSON,
                connection.timeoutSeconds() == 0 ? Caller.PERSON.seconds : connection.timeoutSeconds());
    }

    /**
     * That of the cluster in which this Pod runs, by its service account; outside of a cluster, the kubeconfig's.
     * Nothing is asked of it yet.
     *
     * @throws ApiServerException if what is mounted cannot be used
     */
    public static ApiServer ofThisPod() {
        return connect(() -> Config.autoConfigure(null), Caller.POD, Caller.POD.seconds);
    }

    private static ApiServer connect(Supplier<Config> found, Caller caller, int seconds) {
        try {
            Config config = found.get();
            config.setConnectionTimeout(CONNECTION_MILLISECONDS);
            config.setRequestTimeout(seconds * 1_000);
            config.setRequestRetryBackoffLimit(0);
            // With HTTP/2, a 401 comes with a GOAWAY, and the JDK's client reports only that. And for a request now and
            // then HTTP/1.1 is enough, and needs less memory.
            config.setHttp2Disable(true);
            return new ApiServer(config, caller, seconds);
        } catch (KubernetesClientException | IllegalArgumentException e) {
            // Such as a file of certificates that is not there.
            throw new ApiServerException("the kubeconfig cannot be used: " + ConnectionProblem.rootMessage(e), e);
        }
    }

    private static void refuseUnreadable(@Nullable Path kubeconfig) {
        if (kubeconfig != null && !(Files.isReadable(kubeconfig) && !Files.isDirectory(kubeconfig))) {
            throw new ApiServerException(
                    kubeconfig + ": there is no such file, or it may not be read; check --kubeconfig");
        }
    }

    private static Config config(@Nullable Path kubeconfig, @Nullable String context) {
        if (kubeconfig == null) {
            try {
                return Config.autoConfigure(context);
            } catch (RuntimeException e) {
                throw new ApiServerException("the kubeconfig cannot be used: " + ConnectionProblem.rootMessage(e), e);
            }
        }
        try {
            return Config.fromKubeconfig(context, kubeconfig.toFile());
        } catch (RuntimeException e) {
            throw new ApiServerException(
                    kubeconfig + " is no kubeconfig (" + ConnectionProblem.rootMessage(e) + ")", e);
        }
    }

    /** Where it is. */
    public String url() {
        return config.getMasterUrl();
    }

    /** The namespace of the kubeconfig's context, or of the Pod that this runs in; empty where none is named. */
    public Optional<String> namespace() {
        return Optional.ofNullable(config.getNamespace()).filter(name -> !name.isEmpty());
    }

    /** The API server's clock, as of its last answer. */
    public InstantSource clock() {
        return clock;
    }

    /** One segment of a path, whatever is in it: a name may come from a command line, or from another object. */
    public static String segment(String name) {
        return encoded(name).replace("+", "%20");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * Has a Pod created with {@code dryRun=All}: it goes through admission, and is not stored.
     *
     * @throws ApiServerException if there is no answer, or the credentials are refused
     */
    public Answer dryRun(String namespace, JsonNode pod) throws InterruptedException {
        return send(
                "api/v1/namespaces/" + namespace + "/pods?dryRun=All",
                request -> request.post("application/json", JSON.writeValueAsString(pod)));
    }

    /**
     * Creates an object, or does what a subresource of one stands for.
     *
     * @param path of the list, or of the subresource, without the first slash and without a query
     * @return with code 409 where there is one of that name, or where a precondition does not hold
     * @throws ApiServerException if there is no answer, or the credentials are refused
     */
    public Answer create(String path, JsonNode object) throws InterruptedException {
        return send(path, request -> request.post("application/json", JSON.writeValueAsString(object)));
    }

    /**
     * Writes the fields in the object, and no others, and makes the object if there is none. It takes fields over from
     * whoever has them: they are the manager's.
     *
     * @param path of the object, without the first slash and without a query
     * @param manager who owns the fields from then on
     * @return with code 409 where the object names a resourceVersion that is no longer the current one
     * @throws ApiServerException if there is no answer, or the credentials are refused
     * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
     */
    public Answer apply(String path, JsonNode object, String manager) throws InterruptedException {
        // JSON is YAML.
        return patch(path + "?force=true&fieldManager=" + encoded(manager), "application/apply-patch+yaml", object);
    }

    /**
     * Changes an object by a JSON Patch.
     *
     * @param path of the object, without the first slash and without a query
     * @param manager who owns the changed fields from then on
     * @return with code 409 where the patch writes a resourceVersion that is no longer the current one
     * @throws ApiServerException if there is no answer, or the credentials are refused
     * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply">Patch and apply</a>
     */
    public Answer patch(String path, ArrayNode operations, String manager) throws InterruptedException {
        return patch(path + "?fieldManager=" + encoded(manager), "application/json-patch+json", operations);
    }

    private Answer patch(String path, String type, JsonNode body) throws InterruptedException {
        return send(path, request -> request.patch(type, JSON.writeValueAsString(body)));
    }

    /**
     * Reads one object.
     *
     * @param path of the object, without the first slash and without a query
     * @param kind the object's
     * @throws ApiServerException if there is no answer, or one that no API server gives, or the credentials are refused
     */
    public Answer get(String path, String kind) throws InterruptedException {
        Answer answer = get(path);
        JsonNode object = answer.body();
        if (answer.code() == HttpURLConnection.HTTP_OK
                && !(object.path("metadata").isObject()
                        && object.path("kind").asString(kind).equals(kind))) {
            throw noApiServer();
        }
        return answer;
    }

    /**
     * Reads whatever is at a path.
     *
     * @param path as in {@code kubectl get --raw}, without the first slash
     * @throws ApiServerException if there is no answer, or the credentials are refused
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
     * @throws ApiServerException if there is no answer, or pages without an end, or the credentials are refused
     * @see <a
     *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">
     *     Retrieving large results sets in chunks</a>
     */
    public Answer list(String path, String query, Consumer<JsonNode> item) throws InterruptedException {
        return list(path, query, PAGE, item);
    }

    /**
     * The same with pages of another size, for whoever has less memory than a person's machine.
     *
     * @param page how many objects at once, 1..500
     */
    public Answer list(String path, String query, int page, Consumer<JsonNode> item) throws InterruptedException {
        String next = "";
        int empty = 0;
        Set<String> tokens = new HashSet<>();
        while (true) {
            Answer answer = get(path + "?limit=" + page + (query.isEmpty() ? "" : "&" + query) + next);
            JsonNode items = answer.body().path("items");
            if (answer.code() == HttpURLConnection.HTTP_OK
                    && !answer.body().path("kind").asString("").endsWith("List")) {
                throw noApiServer();
            }
            items.forEach(item);
            empty = items.isEmpty() ? empty + 1 : 0;
            String token = answer.body().path("metadata").path("continue").asString("");
            // A token that has expired in the middle (410) comes with another one, for the rest as it is by now.
            boolean goesOn = answer.code() == HttpURLConnection.HTTP_OK || answer.code() == HttpURLConnection.HTTP_GONE;
            if (!goesOn || token.isEmpty()) {
                return answer;
            }
            if (empty > EMPTY_PAGES || tokens.size() >= PAGES || !tokens.add(token)) {
                throw new ApiServerException("what answers at " + url() + " is no API server: its list at " + path
                        + " has no end; check the server in the kubeconfig, and a proxy before it");
            }
            next = "&continue=" + encoded(token);
        }
    }

    /**
     * Has every change of the objects of a list told, until the API server ends that, which it does after four minutes,
     * or the connection breaks. It runs on the thread that calls it.
     *
     * @param path of the list, without the first slash and without a query
     * @param query more parameters, such as {@code fieldSelector=metadata.name%3Dweb}; may be empty
     * @param resourceVersion of the list, or of the last event: what comes after it is told
     * @param event gets each event, as {@code {"type": ..., "object": ...}}; of type {@code ADDED}, {@code MODIFIED},
     *     {@code DELETED}, or {@code BOOKMARK}, whose object has nothing but a new resourceVersion
     * @throws ApiServerException if there is no answer, it is refused, or the credentials are refused
     * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">
     *     Efficient detection of changes</a>
     */
    public WatchEnd watch(String path, String query, String resourceVersion, Consumer<JsonNode> event)
            throws InterruptedException {
        return watch(path, query, resourceVersion, WATCH_SECONDS, seconds, event);
    }

    /**
     * The same.
     *
     * @param seconds after which the API server is to end it
     * @param moreSeconds how long after that its end is waited for
     */
    WatchEnd watch(
            String path, String query, String resourceVersion, int seconds, int moreSeconds, Consumer<JsonNode> event)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos((long) seconds + moreSeconds);
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(url() + path + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + seconds
                        + "&resourceVersion=" + encoded(resourceVersion) + (query.isEmpty() ? "" : "&" + query))
                // From Java 26 on for the whole answer, before that until it begins.
                .timeout((long) seconds + moreSeconds, TimeUnit.SECONDS);
        WatchLines lines = new WatchLines();
        CompletableFuture<HttpResponse<AsyncBody>> answer = asked(() -> http.consumeBytes(request.build(), lines));
        try {
            HttpResponse<AsyncBody> begun = asked(() -> answer.get(this.seconds, TimeUnit.SECONDS));
            accept(begun);
            if (begun.code() == HttpURLConnection.HTTP_GONE) {
                return WatchEnd.EXPIRED;
            }
            lines.begin(begun.body());
            while (true) {
                Optional<byte[]> line = asked(() -> lines.next(begun.body(), deadline));
                if (begun.code() != HttpURLConnection.HTTP_OK) {
                    throw noWatch(
                            path, json(() -> JSON.readTree(line.orElse(new byte[0])), begun.code()), begun.code());
                }
                if (line.isEmpty()) {
                    return WatchEnd.ENDED;
                }
                JsonNode told = json(() -> JSON.readTree(line.get()), begun.code());
                JsonNode object = told.path("object");
                String type = told.path("type").asString("");
                if (type.isEmpty() || !object.isObject()) {
                    throw noApiServer();
                }
                if (type.equals("ERROR")) {
                    if (object.path("code").asInt(0) == HttpURLConnection.HTTP_GONE) {
                        return WatchEnd.EXPIRED;
                    }
                    throw noWatch(path, object, begun.code());
                }
                event.accept(told);
            }
        } finally {
            // Also where the answer begins only now.
            var unused = answer.thenAccept(begun -> begun.body().cancel());
        }
    }

    private ApiServerException noWatch(String path, JsonNode status, int code) {
        return new ApiServerException("the API server at " + url() + " does not tell of changes at " + path + ": "
                + status.path("message").asString("HTTP status " + code));
    }

    private ApiServerException noApiServer() {
        return new ApiServerException("what answers at " + url() + " is no API server");
    }

    private Answer send(String path, UnaryOperator<HttpRequest.Builder> more) throws InterruptedException {
        HttpRequest.Builder request =
                http.newHttpRequestBuilder().uri(url() + path).timeout(seconds, TimeUnit.SECONDS);
        return asked(() -> {
            HttpResponse<String> response = http.sendAsync(more.apply(request).build(), String.class)
                    .get(seconds + MORE_SECONDS_FOR_BODY, TimeUnit.SECONDS);
            Instant date = accept(response);
            return new Answer(
                    response.code(),
                    json(() -> JSON.readTree(response.body()), response.code()),
                    response.headers("Warning"),
                    date);
        });
    }

    /** Something that is asked of the server, with what the HTTP client throws. */
    private interface Question<T> {
        T ask() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private <T> T asked(Question<T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (ExecutionException | TimeoutException e) {
            throw new ApiServerException(
                    "the API server at " + url() + " " + ConnectionProblem.because(e) + caller.ifUnanswered, e);
        } catch (KubernetesClientException | IllegalArgumentException e) {
            // Such as an address that is none, or a token with a line break in it.
            throw new ApiServerException(
                    "the API server at \"" + url() + "\" cannot be asked: " + ConnectionProblem.rootMessage(e)
                            + "; check the kubeconfig",
                    e);
        }
    }

    /** Takes what stands above an answer: when it was written, or that nothing is to be had of this server. */
    private @Nullable Instant accept(HttpResponse<?> response) {
        Instant date = date(response);
        if (date != null) {
            clock.set(date);
        }
        if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new ApiServerException("the API server at " + url() + " refuses the credentials (401 Unauthorized)"
                    + caller.ifUnauthorized);
        }
        if (response.code() / 100 == 3) {
            throw new ApiServerException("what answers at " + url() + " redirects (" + response.code()
                    + "), which is not followed, because the credentials would go along; name the API server itself in"
                    + " the kubeconfig");
        }
        return date;
    }

    /** Some refusals, of an overloaded server for one, are plain text. */
    private JsonNode json(Supplier<JsonNode> body, int code) {
        try {
            return body.get();
        } catch (JacksonException e) {
            if (code >= HttpURLConnection.HTTP_BAD_REQUEST) {
                return JsonNodeFactory.instance.missingNode();
            }
            throw noApiServer();
        }
    }

    private static @Nullable Instant date(HttpResponse<?> response) {
        String date = response.header("Date");
        try {
            return date == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            // A proxy's nonsense.
            return null;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
