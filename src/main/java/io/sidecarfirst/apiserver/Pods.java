package io.sidecarfirst.apiserver;

import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The Pods of a namespace, one at a time, and their Events. */
public final class Pods {
    private final ApiServer server;
    private final String namespace;

    public Pods(ApiServer server, String namespace) {
        this.server = server;
        this.namespace = namespace;
    }

    /** What an API server says to a question for one object. */
    public sealed interface Answer {
        /**
         * There it is.
         *
         * @param date when this was said, by the API server's clock, in whole seconds
         */
        record Found(JsonNode object, @Nullable Instant date) implements Answer {}

        /** There is none of that name. */
        record Missing() implements Answer {}

        /**
         * Not to this user, or not now.
         *
         * @param forGood whether to ask again would not help
         * @param why in the API server's words
         */
        record Refused(boolean forGood, String why) implements Answer {}
    }

    /**
     * The Events that could be read.
     *
     * @param problem why not all of them; null where these are all
     */
    public record EventList(List<JsonNode> items, @Nullable String problem) {}

    /**
     * One Pod.
     *
     * @throws ApiServerException if there is no answer, or one that no API server gives
     */
    public Answer get(String name) throws InterruptedException {
        ApiServer.Answer answer = server.get(path("pods/" + ApiServer.segment(name)), WorkloadKind.POD.kind());
        return switch (answer.code()) {
            case HttpURLConnection.HTTP_OK -> new Answer.Found(answer.body(), answer.date());
            case HttpURLConnection.HTTP_NOT_FOUND -> new Answer.Missing();
            case HttpURLConnection.HTTP_FORBIDDEN -> new Answer.Refused(true, answer.message());
            default -> new Answer.Refused(false, answer.message());
        };
    }

    /**
     * A Pod's Events, as far as this user may read them.
     *
     * @throws ApiServerException if there is no answer
     */
    public EventList events(JsonNode pod) throws InterruptedException {
        return events(
                pod.at("/metadata/name").asString(""), pod.at("/metadata/uid").asString(""));
    }

    /**
     * The Events of the Pod of that name and uid, as far as this user may read them.
     *
     * @throws ApiServerException if there is no answer
     */
    public EventList events(String name, String uid) throws InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        String selector = "involvedObject.name=" + name + ",involvedObject.uid=" + uid;
        ApiServer.Answer answer = server.list(
                path("events"), "fieldSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8), items::add);
        return new EventList(items, answer.code() == HttpURLConnection.HTTP_OK ? null : answer.message());
    }

    private String path(String rest) {
        return "api/v1/namespaces/" + namespace + "/" + rest;
    }
}
