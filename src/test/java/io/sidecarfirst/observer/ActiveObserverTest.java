package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveObserverTest {
    private static final String RELEASED = "api/v1/namespaces/here/configmaps/released";

    @TempDir
    private Path folder;

    private final FakeCluster cluster = new FakeCluster();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ObserverMetrics metrics = new ObserverMetrics(registry);
    private final AtomicBoolean isHeld = new AtomicBoolean(true);
    private FakeApiServer fake;
    private ApiServer server;
    private @Nullable ActiveObserver observer;

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(cluster);
        server = ApiServer.connect(fake.kubeconfig(folder, "default"), null);
        put("api/v1/namespaces/shop", "{metadata: {name: shop, labels: {sidecar-first.io/injection: enabled}}}");
        put(RELEASED, "{apiVersion: v1, kind: ConfigMap, metadata: {name: released}}");
        cluster.put("api/v1/namespaces/shop/pods/web-1", new HeldPod().root());
    }

    @AfterEach
    void stop() {
        if (observer != null) {
            observer.close();
        }
        server.close();
        fake.close();
    }

    private void put(String path, String yaml) {
        cluster.put(path, Manifest.parse(yaml).trees().get(0));
    }

    private ActiveObserver observe() {
        return observe(null);
    }

    private ActiveObserver observe(@Nullable String configuration) {
        ActiveObserver started = ActiveObserver.start(
                server,
                new ObserverSettings(
                        ObjectName.parse("here/observer"),
                        configuration,
                        Duration.ofSeconds(60),
                        new ObserverSettings.ReleaseSettings(ObjectName.parse("here/released"), HeldPod.DELAY),
                        Gates.DEFAULT,
                        "test"),
                metrics,
                isHeld::get);
        observer = started;
        return started;
    }

    private Map<String, Double> errors() {
        return registry.scrape().stream()
                .filter(snapshot -> snapshot.getMetadata().getName().equals("sidecar_first_observer_errors"))
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .collect(Collectors.toMap(
                        point -> String.valueOf(point.getLabels().get("task")),
                        CounterSnapshot.CounterDataPointSnapshot::getValue));
    }

    @Test
    void aWrongGuessIsGivenUpAndNothingGoesWrong() {
        observe();
        await().until(() -> cluster.evicted().equals(List.of("web-1")));
        assertThat(errors()).isEqualTo(Map.of("pods", 0.0, "namespaces", 0.0, "findings", 0.0));
    }

    /** Each replica that takes over sees them as new. */
    @Test
    void whatWasMissedOrSkippedIsCountedOnceWhoeverSeesIt() {
        cluster.put(
                "api/v1/namespaces/shop/pods/web-1",
                recent("web-1").without("/metadata/annotations").root());
        cluster.put(
                "api/v1/namespaces/shop/pods/web-2",
                recent("web-2")
                        .with(
                                "/metadata/annotations/sidecar-first.io~1status",
                                "'{\"proxy\":{\"skipped\":\"another-port\"}}'")
                        .with("/spec/initContainers/0/args", "[\"--port=9\"]")
                        .root());
        observe();
        await().until(() -> metrics.missed.get() == 1 && metrics.skipped.get() == 1);
        Objects.requireNonNull(observer).close();
        int said = fake.requests("POST").size();
        observe();
        await().until(() -> fake.requests("POST").size() == said + 2);
        Objects.requireNonNull(observer).close();
        assertThat(metrics.missed.get()).isEqualTo(1);
        assertThat(metrics.skipped.get()).isEqualTo(1);
        assertThat(cluster.events()).containsExactly("SidecarMissed on Pod x1", "SidecarSkipped on Pod x1");
        assertThat(cluster.messages())
                .filteredOn(message -> message.contains("another-port"))
                .singleElement(as(STRING))
                .contains("9")
                .doesNotContain("its options tell it");
    }

    /** On the controller it is one Event for all of its Pods. */
    @Test
    void whatAGateContainerGaveUpIsCountedOnceForEachPodWhoeverSeesIt() {
        cluster.put("api/v1/namespaces/shop/pods/web-1", gaveUpNow("web-1").root());
        cluster.put("api/v1/namespaces/shop/pods/web-2", gaveUpNow("web-2").root());
        observe();
        await().until(() -> cluster.events()
                .equals(List.of("GateGivenUp on Pod x1", "GateGivenUp on Pod x1", "GateGivenUp on ReplicaSet x2")));
        assertThat(metrics.givenUp.get()).isEqualTo(2);
        Objects.requireNonNull(observer).close();
        int said = fake.requests("POST").size();
        observe();
        await().until(() -> fake.requests("POST").size() == said + 2);
        Objects.requireNonNull(observer).close();
        assertThat(metrics.givenUp.get()).isEqualTo(2);
        assertThat(cluster.events()).contains("GateGivenUp on ReplicaSet x2").hasSize(3);
        assertThat(cluster.evicted()).isEmpty();
    }

    private static ContainerGatedPod gaveUpNow(String name) {
        return new ContainerGatedPod()
                .gaveUp()
                .mainRuns()
                .with("/metadata/name", name)
                .with("/metadata/uid", name)
                .with("/status/initContainerStatuses/2/state/terminated/finishedAt", "\"" + Instant.now() + "\"");
    }

    /** Whatever it does: it has waited for years. */
    @Test
    void aGateContainerIsToldOfAndItsPodIsNotEvicted() {
        cluster.put(
                "api/v1/namespaces/shop/pods/web-1",
                new ContainerGatedPod().failed().root());
        cluster.put(
                "api/v1/namespaces/shop/pods/web-2",
                new ContainerGatedPod()
                        .with("/metadata/name", "web-2")
                        .with("/metadata/uid", "u2")
                        .root());
        observe();
        await().until(() -> metrics.waiting.get() == 2);
        await().until(() -> cluster.events().equals(List.of("GateWaiting on Pod x1", "GateWaiting on Pod x1")));
        assertThat(cluster.get(RELEASED).has("data")).isFalse();
        assertThat(cluster.evicted()).isEmpty();
    }

    private static HeldPod recent(String name) {
        return new HeldPod()
                .with("/metadata/name", name)
                .with("/metadata/uid", name)
                .with("/metadata/creationTimestamp", "\"" + Instant.now() + "\"")
                .without("/spec/initContainers/0/startupProbe");
    }

    /** It may be deleted at any time, so it is read again soon. */
    @Test
    void withoutTheConfigurationNothingWasMissedAndNothingIsGivenUp() {
        cluster.put(
                "api/v1/namespaces/shop/pods/web-2",
                recent("web-2").without("/metadata/annotations").root());
        observe("zz");
        await().until(() ->
                cluster.messages().stream().anyMatch(it -> it.contains("configuration of sidecar-first is")));
        await().until(() -> fake.requests("GET").stream()
                        .filter(it -> it.contains("configurations/zz"))
                        .count()
                > 1);
        assertThat(cluster.evicted()).isEmpty();
        assertThat(cluster.events()).containsExactly("GateWaiting on Pod x1");
    }

    @Test
    void whatMayNotBeReadIsCounted() {
        cluster.answer(
                request -> request.path().equals("/api/v1/pods") ? Reply.refused(403, "pods is forbidden") : null);
        observe();
        await().until(() -> errors().getOrDefault("pods", 0.0) > 0);
        assertThat(errors()).containsEntry("namespaces", 0.0).containsEntry("findings", 0.0);
        cluster.answer(null);
        await().until(() -> cluster.evicted().equals(List.of("web-1")));
    }

    @Test
    void whatMayNotBeDoneIsCounted() {
        cluster.answer(request -> request.path().endsWith("/configmaps/released")
                ? Reply.refused(403, "configmaps \"released\" is forbidden")
                : null);
        observe();
        await().until(() -> errors().getOrDefault("findings", 0.0) > 0);
        assertThat(errors()).containsEntry("namespaces", 0.0).containsEntry("pods", 0.0);
    }

    /** As when the program ends. */
    @Test
    void whoIsInterruptedWaitsForItsEndAllTheSame() {
        ActiveObserver started = observe();
        await().until(() -> threads() == 3);
        Thread.currentThread().interrupt();
        started.close();
        long left = threads();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(left).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("observer(-pods|-namespaces)?"))
                .count();
    }

    @Test
    void whoDoesNotHoldTheLeaseWritesNothing() {
        isHeld.set(false);
        observe();
        await().until(() -> fake.requests("GET").stream()
                        .filter(it -> it.contains("watch=true"))
                        .count()
                == 2);
        await().until(() -> metrics.waiting.get() == 1);
        assertThat(fake.requests("POST")).isEmpty();
        assertThat(fake.requests("PATCH")).isEmpty();
    }
}
