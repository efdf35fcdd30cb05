package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.RecurringProblem;
import io.sidecarfirst.apiserver.WatchEnd;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows a list of objects: reads it, and then has every change told. Whatever breaks, it goes on; where the API
 * server no longer has what comes after the last change that was seen, the list is read again.
 *
 * @param <T> what is kept of an object
 */
final class ListWatch<T> implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ListWatch.class);

    /** A page of Pods is some megabytes of JSON already. */
    private static final int PAGE = 100;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(30);

    private final ApiServer server;
    private final String path;
    private final Function<JsonNode, Optional<T>> decoder;
    private final Sink<T> sink;
    private final Runnable failed;
    private final RecurringProblem problem;

    private @Nullable String version;
    private int failures;

    /** Where changes go. */
    interface Sink<T> {
        /** What there is, and nothing else. */
        void replace(List<T> all);

        /** It was created or has changed. */
        void put(T object);

        /** The object of that uid is gone, or is none of those that are kept. */
        void remove(String uid);
    }

    /**
     * @param path of the list, as {@code api/v1/pods}
     * @param decoder what is kept of an object; empty for those that are not kept
     * @param failed is told each time that the list cannot be read or watched; not of a watch that breaks and goes on
     */
    ListWatch(ApiServer server, String path, Function<JsonNode, Optional<T>> decoder, Sink<T> sink, Runnable failed) {
        this.server = server;
        this.path = path;
        this.decoder = decoder;
        this.sink = sink;
        this.failed = failed;
        this.problem = new RecurringProblem(
                log, path + " cannot be watched now, and is tried again", path + " is watched again");
    }

    /** Goes on until its thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration pause = step();
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            // That is how it ends.
            Thread.currentThread().interrupt();
        }
    }

    /** Lists if it must, and watches for as long as that goes well; says how long to pause then. */
    private Duration step() throws InterruptedException {
        try {
            if (version == null) {
                list();
            }
            long begun = System.nanoTime();
            WatchEnd end = server.watch(path, "", String.valueOf(version), this::changed);
            if (end == WatchEnd.EXPIRED) {
                version = null;
            }
            if (System.nanoTime() - begun > FIRST_PAUSE.toNanos()) {
                worked();
                return Duration.ZERO;
            }
            // One that ends at once, again and again, and tells nothing, is no watch.
            return failures == 0 ? pause() : failed(new ApiServerException("each watch ends at once"));
        } catch (ApiServerException e) {
            return failed(e);
        } catch (RuntimeException e) {
            // Not expected: what was kept may be wrong.
            version = null;
            return failed(e);
        }
    }

    private void worked() {
        failures = 0;
        problem.isOver();
    }

    private Duration failed(RuntimeException e) {
        failed.run();
        problem.because(e);
        return pause();
    }

    private void list() throws InterruptedException {
        List<T> all = new ArrayList<>();
        ApiServer.Answer answer =
                server.list(path, "", PAGE, object -> kept(object).ifPresent(all::add));
        String read = answer.body().path("metadata").path("resourceVersion").asString("");
        if (answer.code() != HttpURLConnection.HTTP_OK || read.isEmpty()) {
            throw new ApiServerException("reading the list " + path + ": " + answer.refusal());
        }
        sink.replace(all);
        version = read;
    }

    /** One object of a form that nobody thought of is left out; it must not hide the others. */
    private Optional<T> kept(JsonNode object) {
        try {
            return decoder.apply(object);
        } catch (RuntimeException e) {
            problem.because(new IllegalStateException("one of its objects cannot be read", e));
            return Optional.empty();
        }
    }

    private void changed(JsonNode event) {
        worked();
        JsonNode object = event.path("object");
        JsonNode metadata = object.path("metadata");
        String type = event.path("type").asString("");
        if (type.equals("ADDED") || type.equals("MODIFIED")) {
            Optional<T> kept = kept(object);
            if (kept.isPresent()) {
                sink.put(kept.get());
            } else {
                sink.remove(metadata.path("uid").asString(""));
            }
        } else if (type.equals("DELETED")) {
            sink.remove(metadata.path("uid").asString(""));
        }
        String seen = metadata.path("resourceVersion").asString("");
        if (!seen.isEmpty()) {
            version = seen;
        }
    }

    /** Longer each time, and never the same for all replicas. */
    private Duration pause() {
        long most = Math.min(MOST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures++, 10));
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
