package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.apiserver.FakeApiServer.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ListWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Map<String, String> names = new ConcurrentHashMap<>();

    /** What the next watches are answered; those after them stay open. */
    private final BlockingQueue<Reply> watches = new LinkedBlockingQueue<>();

    private final AtomicInteger failures = new AtomicInteger();
    private volatile List<ObjectNode> listed = List.of();
    private FakeApiServer fake;
    private ApiServer server;
    private @Nullable Thread thread;

    private final class Names implements ListWatch.Sink<String> {
        @Override
        public void replace(List<String> all) {
            names.clear();
            all.forEach(this::put);
        }

        @Override
        public void put(String uidAndName) {
            int slash = uidAndName.indexOf('/');
            names.put(uidAndName.substring(0, slash), uidAndName.substring(slash + 1));
        }

        @Override
        public void remove(String uid) {
            names.remove(uid);
        }
    }

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(this::answer);
        server = ApiServer.connect(fake.kubeconfig(folder, "default"), null);
    }

    @AfterEach
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
        server.close();
        fake.close();
    }

    private Reply answer(Request request) {
        String query = String.valueOf(request.uri().getQuery());
        if (query.contains("watch=true")) {
            Reply next = watches.poll();
            return next == null ? Reply.ok("").open() : next;
        }
        int from = query.contains("continue=") ? Integer.parseInt(query.replaceAll(".*continue=", "")) : 0;
        int to = Math.min(listed.size(), from + Integer.parseInt(query.replaceAll("limit=(\\d+).*", "$1")));
        String next = to < listed.size() ? ",\"continue\":\"" + to + "\"" : "";
        return Reply.ok(listed.subList(from, to).stream()
                .map(JsonNode::toString)
                .collect(Collectors.joining(
                        ",",
                        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"" + next + "},\"items\":[",
                        "]}")));
    }

    private <T> void follow(java.util.function.Function<JsonNode, Optional<T>> decoder, ListWatch.Sink<T> sink) {
        Thread started = new Thread(new ListWatch<>(server, "api/v1/pods", decoder, sink, failures::incrementAndGet));
        started.start();
        thread = started;
    }

    private void followNames() {
        follow(
                object -> Optional.of(object.at("/metadata/uid").asString() + "/"
                                + object.at("/metadata/name").asString())
                        .filter(it -> !it.endsWith("/left-out")),
                new Names());
    }

    private static ObjectNode pod(String uid, String name) {
        return new HeldPod()
                .with("/metadata/uid", uid)
                .with("/metadata/name", name)
                .root();
    }

    private static String event(String type, String uid, String name, int version) {
        ObjectNode pod = pod(uid, name);
        pod.withObjectProperty("metadata").put("resourceVersion", "" + version);
        return "{\"type\":\"" + type + "\",\"object\":" + pod + "}\n";
    }

    private void awaitNames(Map<String, String> wanted) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names).isEqualTo(wanted));
    }

    private List<String> watchesFrom() {
        return fake.requests("GET").stream()
                .filter(request -> request.contains("watch=true"))
                .map(request -> request.replaceAll(".*resourceVersion=(\\d+).*", "$1"))
                .toList();
    }

    @Test
    void whatHasChangedIsTold() {
        listed = List.of(pod("a", "one"), pod("b", "two"), pod("c", "left-out"));
        watches.add(Reply.ok(event("MODIFIED", "a", "new", 5)
                        + event("DELETED", "b", "two", 6)
                        + event("ADDED", "d", "four", 7))
                .open());
        followNames();
        awaitNames(Map.of("a", "new", "d", "four"));
    }

    /** It goes on from the last change that it saw, and does not read all of it again. */
    @Test
    void aWatchThatBreaksGoesOn() {
        listed = List.of(pod("a", "one"));
        watches.add(Reply.ok(event("ADDED", "b", "two", 5)).cut());
        watches.add(Reply.ok(event("BOOKMARK", "", "", 9)));
        watches.add(Reply.refused(500, "etcd is on fire"));
        watches.add(Reply.ok(event("ADDED", "c", "three", 10)).open());
        followNames();
        awaitNames(Map.of("a", "one", "b", "two", "c", "three"));
        assertThat(watchesFrom()).containsExactly("1", "5", "9", "9");
        assertThat(failures).as("only what was refused").hasValue(1);
        assertThat(fake.requests("GET")).filteredOn(it -> it.contains("limit=")).hasSize(1);
    }

    @Test
    void watchesThatAllEndAtOnceFail() {
        for (int i = 0; i < 3; i++) {
            watches.add(Reply.ok(""));
        }
        watches.add(Reply.ok(event("ADDED", "b", "two", 5)).open());
        followNames();
        awaitNames(Map.of("b", "two"));
        assertThat(failures).hasValue(2);
    }

    /** What was missed is gone or there, as the new list says. */
    @Test
    void aWatchThatExpiresBeginsWithANewList() {
        listed = List.of(pod("a", "one"), pod("b", "two"));
        watches.add(Reply.ok("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410}}\n"));
        followNames();
        awaitNames(Map.of("a", "one", "b", "two"));
        listed = List.of(pod("b", "two"), pod("c", "three"));
        awaitNames(Map.of("b", "two", "c", "three"));
    }

    /** A Pod takes some hundred bytes, and one without sidecars none. */
    @Test
    void tenThousandPods() {
        Observations observations =
                new Observations(Duration.ofSeconds(60), true, pod -> OptedInPods.Answer.YES, pod -> true);
        listed = IntStream.range(0, 10_000).mapToObj(ListWatchTest::large).toList();
        follow(root -> ObservedPod.of(root, HeldPod.DELAY), new ListWatch.Sink<ObservedPod>() {
            @Override
            public void replace(List<ObservedPod> all) {
                observations.replace(all, HeldPod.RAN);
            }

            @Override
            public void put(ObservedPod pod) {
                observations.put(pod, HeldPod.RAN);
            }

            @Override
            public void remove(String uid) {
                observations.remove(uid);
            }
        });
        await().atMost(Duration.ofMinutes(2)).until(() -> observations.size() == 5_000);
        Instant later = HeldPod.RAN.plusSeconds(61);
        assertThat(observations.waiting(later)).isEqualTo(5_000);
        assertThat(observations.due(later, 100, 20, 20)).hasSize(20 + 100);

        long with = used();
        observations.replace(List.of(), later);
        long each = (with - used()) / 5_000;
        System.out.printf("observer: %d bytes for each Pod with a sidecar%n", each);
        assertThat(each).isBetween(100L, 3_000L);
    }

    /** Every second has a sidecar; all of them have some environment, as Pods do. */
    private static ObjectNode large(int number) {
        HeldPod pod = new HeldPod()
                .with("/metadata/uid", "uid-" + number)
                .with("/metadata/name", "web-" + number)
                .with("/metadata/ownerReferences/0/name", "web-" + number / 10)
                .with(
                        "/spec/containers/0/env",
                        IntStream.range(0, 20)
                                .mapToObj(i -> "{name: VARIABLE_" + i + ", value: \"" + "x".repeat(60) + "\"}")
                                .collect(Collectors.joining(",", "[", "]")));
        return (number % 2 == 0 ? pod : pod.without("/spec/initContainers/0/restartPolicy")).root();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
