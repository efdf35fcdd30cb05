package io.sidecarfirst.release;

import static io.sidecarfirst.release.FakeReleaseMap.event;
import static io.sidecarfirst.release.ReleaseStoreTest.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseMemoryTest {
    private static final Releases ONE = Releases.NONE.with(release("0000000000000001"));
    private static final Releases TWO = ONE.with(release("0000000000000002"));
    private static final Reply REFUSED = Reply.refused(500, "etcd is on fire");

    @TempDir
    private Path folder;

    private final FakeReleaseMap map = new FakeReleaseMap();
    private FakeApiServer fake;
    private @Nullable ReleaseMemory memory;

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(map);
    }

    @AfterEach
    void close() {
        if (memory != null) {
            memory.close();
        }
        fake.close();
    }

    private ReleaseMemory begin() throws IOException {
        ApiServer server = ApiServer.connect(fake.kubeconfig(folder, "here"), null);
        memory = ReleaseMemory.start(server, FakeReleaseMap.NAMESPACE, FakeReleaseMap.NAME, Duration.ofMillis(10));
        return memory;
    }

    private List<String> watches() {
        return fake.requests().stream()
                .filter(request -> request.contains("watch=true"))
                .map(request -> request.replaceAll(".*resourceVersion=(\\d*).*", "$1"))
                .toList();
    }

    @Test
    void knowsWhatIsThereAndAsksForNothingElse() throws Exception {
        map.hold(ONE);

        ReleaseMemory begun = begin();

        await().until(() -> begun.current().equals(ONE));
        await().until(() -> watches().size() == 1);
        assertThat(fake.requests())
                .allSatisfy(request -> assertThat(request)
                        .startsWith("GET /api/v1/namespaces/here/configmaps?")
                        .contains("fieldSelector=metadata.name%3Dreleases"));
    }

    @Test
    void learnsOfChanges() throws Exception {
        map.watches.add(Reply.ok(event("MODIFIED", 5, ONE)).open());

        ReleaseMemory begun = begin();

        await().until(() -> begun.current().equals(ONE));
    }

    @Test
    void aConfigMapThatIsDeletedHoldsNothing() throws Exception {
        map.hold(ONE);
        map.watches.add(Reply.ok(event("DELETED", 5, ONE)).open());

        ReleaseMemory begun = begin();

        await().until(() -> watches().size() == 1);
        await().until(() -> begun.current().equals(Releases.NONE));
    }

    @Test
    void goesOnWhereTheServerEndsTheWatch() throws Exception {
        map.watches.add(Reply.ok(event("ADDED", 5, ONE) + event("BOOKMARK", 9, Releases.NONE)));
        map.watches.add(Reply.ok(event("MODIFIED", 10, TWO)).open());

        ReleaseMemory begun = begin();

        await().until(() -> begun.current().equals(TWO));
        assertThat(watches()).containsExactly("1", "9");
    }

    @Test
    void readsAgainWhereTheVersionIsTooOld() throws Exception {
        map.onWatch = () -> map.hold(TWO);
        map.watches.add(Reply.refused(410, "too old resource version"));

        ReleaseMemory begun = begin();

        await().until(() -> begun.current().equals(TWO));
        await().until(() -> watches().equals(List.of("1", "2")));
    }

    @Test
    void readsAgainWhereTheConnectionBreaks() throws Exception {
        map.hold(ONE);
        map.watches.add(new Reply(200, event("MODIFIED", 5, TWO).substring(0, 30)).cut());
        map.watches.add(REFUSED);

        ReleaseMemory begun = begin();

        await().until(() -> watches().size() == 3);
        assertThat(begun.current()).isEqualTo(ONE);
    }

    @Test
    void knowsNothingUntilItCanRead() throws Exception {
        map.hold(ONE);
        map.refusals.add(REFUSED);
        map.refusals.add(Reply.refused(403, "not you"));

        ReleaseMemory begun = begin();

        assertThat(begun.current()).isIn(Releases.NONE, ONE);
        await().until(() -> begun.current().equals(ONE));
    }

    @Test
    void whatWasKnownCountsOnWhileNothingCanBeRead() throws Exception {
        map.hold(ONE);
        map.onWatch = () -> map.refusals.addAll(List.of(REFUSED, REFUSED));
        map.watches.add(Reply.refused(410, "too old resource version"));

        ReleaseMemory begun = begin();

        await().until(() -> watches().size() == 2);
        assertThat(map.refusals).isEmpty();
        assertThat(begun.current()).isEqualTo(ONE);
    }
}
