package io.sidecarfirst.article;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One column of the article's table: all its Pods in one namespace. */
final class ArticleColumn implements AutoCloseable {
    private final ArticleNamespace namespace;
    private final PodHistory history;
    private final Reports reports;
    private final Map<String, JsonNode> created = new HashMap<>();

    /** Creates the Pods. */
    ArticleColumn(ArticleNamespace namespace, List<String> rows) {
        this.namespace = namespace;
        this.history = new PodHistory(namespace.name());
        this.reports = new Reports(namespace.name());
        rows.forEach(row -> created.put(row, namespace.create("table/" + row).body()));
    }

    /** What the API server made of the Pod that it was given. */
    JsonNode created(String row) {
        return created.get(row);
    }

    Reports reports() {
        return reports;
    }

    List<SeenPod> history(String row) {
        return history.of(row);
    }

    /** The Pod when its main was first seen to have started. */
    SeenPod firstWithMain(String row) {
        return await(row)
                .atMost(Duration.ofMinutes(3))
                .until(() -> history(row).stream().filter(SeenPod::mainStarted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public String toString() {
        return namespace.name();
    }

    @Override
    public void close() {
        history.close();
        namespace.close();
    }
}
