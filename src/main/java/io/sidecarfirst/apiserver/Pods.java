package io.sidecarfirst.apiserver;

import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The Pods of a namespace, one at a time, and their Events. */
public final class Pods {
    private static final String NOT_ENDED = "status.phase!=Succeeded,status.phase!=Failed";

    /** 2,000 Pods of one workload tell enough. */
    private static final int PAGE = 500;

    private static final int PAGES = 4;

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
     * What was read of a list.
     *
     * @param isAll whether that are all
     * @param problem why it could not be read further, in the API server's words; null if nothing was in the way
     */
    public record Selected(boolean isAll, @Nullable String problem) {}

    /**
     * The Pods with some labels that have not ended, as far as this user may read them, and not without end.
     *
     * @param labelSelector as in {@code app=web,tier in (a,b)}
     * @param pod gets each
     * @throws ApiServerException if there is no answer
     */
    public Selected select(String labelSelector, Consumer<JsonNode> pod) throws InterruptedException {
        String query = "pods?limit=" + PAGE + "&fieldSelector=" + encoded(NOT_ENDED) + "&labelSelector="
                + encoded(labelSelector);
        String next = "";
        for (int page = 0; page < PAGES; page++) {
            ApiServer.Answer answer = server.get(path(query + next));
            if (answer.code() != HttpURLConnection.HTTP_OK) {
                return new Selected(false, answer.message());
            }
            answer.body().path("items").forEach(pod);
            String token = answer.body().path("metadata").path("continue").asString("");
            if (token.isEmpty()) {
                return new Selected(true, null);
            }
            next = "&continue=" + encoded(token);
        }
        return new Selected(false, null);
    }

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
     * The Events of a Pod, or of what makes Pods, as far as this user may read them.
     *
     * @throws ApiServerException if there is no answer
     */
    public EventList events(JsonNode object) throws InterruptedException {
        return events(
                object.at("/metadata/name").asString(""),
                object.at("/metadata/uid").asString(""));
    }

    /**
     * The Events of the object of that name and uid, as far as this user may read them.
     *
     * @throws ApiServerException if there is no answer
     */
    public EventList events(String name, String uid) throws InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        String selector = "involvedObject.name=" + name + ",involvedObject.uid=" + uid;
        ApiServer.Answer answer = server.list(path("events"), "fieldSelector=" + encoded(selector), items::add);
        return new EventList(items, answer.code() == HttpURLConnection.HTTP_OK ? null : answer.message());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private String path(String rest) {
        return "api/v1/namespaces/" + namespace + "/" + rest;
    }
}
