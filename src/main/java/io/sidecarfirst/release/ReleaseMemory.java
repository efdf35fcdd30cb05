package io.sidecarfirst.release;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.RecurringProblem;
import io.sidecarfirst.apiserver.WatchEnd;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What is kept in the ConfigMap of releases, as far as this process knows: read and watched on a daemon thread, until
 * it is closed. Nobody waits for it: nothing is known before it could be read, and while it cannot be read, what was
 * known counts on. A problem is logged once, for as long as it stays the same.
 */
public final class ReleaseMemory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReleaseMemory.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ApiServer server;
    private final String list;
    private final String query;
    private final String what;
    private final RecurringProblem problem;
    private final Duration firstPause;
    private final Thread thread;
    private volatile Releases current = Releases.NONE;
    private volatile boolean closed;
    private String version = "";

    private ReleaseMemory(ApiServer server, String namespace, String name, Duration firstPause) {
        this.server = server;
        this.list = ReleaseStore.list(namespace);
        this.query = "fieldSelector=metadata.name%3D" + ApiServer.segment(name);
        this.what = "ConfigMap " + namespace + "/" + name;
        this.problem = new RecurringProblem(
                log, what + " cannot be followed now, what was known of it counts on", what + " can be read again");
        this.firstPause = firstPause;
        this.thread = new Thread(this::run, "releases");
        thread.setDaemon(true);
    }

    /**
     * Begins to read that ConfigMap.
     *
     * @param server closed with this
     */
    public static ReleaseMemory start(ApiServer server, String namespace, String name) {
        return start(server, namespace, name, FIRST_PAUSE);
    }

    /** @param firstPause after the first problem; it doubles with each more */
    static ReleaseMemory start(ApiServer server, String namespace, String name, Duration firstPause) {
        ReleaseMemory memory = new ReleaseMemory(server, namespace, name, firstPause);
        memory.thread.start();
        return memory;
    }

    /** What is known now. */
    public Releases current() {
        return current;
    }

    private void run() {
        Duration pause = firstPause;
        while (!closed) {
            try {
                read();
                pause = firstPause;
                while (server.watch(list, query, version, this::see) == WatchEnd.ENDED) {
                    // A proxy that ends each watch at once must not be asked all the time.
                    pause(firstPause);
                }
                pause(firstPause);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    problem.because(e);
                }
                try {
                    pause(pause);
                } catch (InterruptedException interrupted) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void read() throws InterruptedException {
        Releases[] found = {Releases.NONE};
        ApiServer.Answer answer = server.list(list, query, map -> found[0] = Releases.read(map.path("data")));
        if (answer.code() != HttpURLConnection.HTTP_OK) {
            throw new ApiServerException("reading " + what + ": " + answer.refusal());
        }
        version = answer.body().at("/metadata/resourceVersion").asString("");
        current = found[0];
        problem.isOver();
    }

    private void see(JsonNode event) {
        JsonNode map = event.path("object");
        version = map.at("/metadata/resourceVersion").asString(version);
        switch (event.path("type").asString("")) {
            case "ADDED", "MODIFIED" -> current = Releases.read(map.path("data"));
            case "DELETED" -> current = Releases.NONE;
            default -> {
                // A bookmark: only the version is new.
            }
        }
    }

    /** Replicas that lose their API server together should not always ask together. */
    private static void pause(Duration pause) throws InterruptedException {
        long millis = pause.toMillis();
        Thread.sleep(millis + ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    /** Ends it; what is known stays known. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        server.close();
    }
}
