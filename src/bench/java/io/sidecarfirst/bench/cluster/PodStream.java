package io.sidecarfirst.bench.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sidecarfirst.bench.load.Latencies;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Creates Pods as dry runs at a steady rate, whether those before have been answered or not, until it is ended. */
public final class PodStream {
    private static final int PATIENCE_SECONDS = 60;

    private final TrialNamespace namespace;
    private final String pod;
    private final Predicate<JsonNode> isGated;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final Latencies latencies = new Latencies();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int refused;
    private int ungated;
    private int unanswered;

    private PodStream(TrialNamespace namespace, String pod, Predicate<JsonNode> isGated) {
        this.namespace = namespace;
        this.pod = pod;
        this.isGated = isGated;
    }

    /** Begins, with so many a second. */
    public static PodStream begin(TrialNamespace namespace, String pod, Predicate<JsonNode> isGated, int rate) {
        PodStream stream = new PodStream(namespace, pod, isGated);
        // Never ends with an error: a create notes what went wrong.
        var unused = stream.clock.scheduleAtFixedRate(
                () -> stream.callers.execute(stream::create), 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
        return stream;
    }

    private void create() {
        long begin = System.nanoTime();
        try {
            JsonNode created = JsonMapper.shared().readTree(namespace.tryPod(pod));
            note(begin, isGated.test(created) ? 0 : 1);
        } catch (KubernetesClientException e) {
            if (e.getCode() <= 0 || e.getCode() == 429) {
                noteUnanswered();
            } else {
                noteRefused(begin, reason(e));
            }
        }
    }

    /** Without names and addresses, so that equal ones are counted together. */
    private static String reason(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(Status::getMessage)
                .orElse(String.valueOf(e.getMessage()))
                .replaceAll("\\d+\\.\\d+\\.\\d+\\.\\d+(:\\d+)?", "ADDRESS")
                .replaceAll("\\s+", " ");
    }

    private synchronized void note(long begin, int more) {
        latencies.add(System.nanoTime() - begin);
        ungated += more;
    }

    private synchronized void noteRefused(long begin, String reason) {
        latencies.add(System.nanoTime() - begin);
        refused++;
        refusals.merge(reason, 1, Integer::sum);
    }

    private synchronized void noteUnanswered() {
        unanswered++;
    }

    /** Ends it, waits for the last answers, and says what came of all. */
    public Figures end() throws InterruptedException {
        clock.shutdownNow();
        clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        callers.shutdown();
        callers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return figures();
    }

    private synchronized Figures figures() {
        Latencies all = Latencies.sorted(List.of(latencies));
        return new Figures()
                .put(Figure.CREATES, all.count())
                .put(Figure.REFUSED, refused)
                .put(Figure.UNGATED, ungated)
                .put(Figure.UNANSWERED, unanswered)
                .put(Figure.MEDIAN, all.millis(0.5))
                .put(Figure.P99, all.millis(0.99))
                .put(Figure.LONGEST, all.millis(1));
    }

    /** Why Pods were refused, and how often. */
    public synchronized Map<String, Integer> refusals() {
        return new TreeMap<>(refusals);
    }
}
