package io.sidecarfirst.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.gate.SourceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseStoreTest {
    private static final Release FIRST = release("0000000000000001");
    private static final Release SECOND = release("0000000000000002");

    @TempDir
    private Path folder;

    private final FakeReleaseMap map = new FakeReleaseMap();
    private FakeApiServer fake;
    private ApiServer server;
    private ReleaseStore store;

    static Release release(String fingerprint) {
        return new Release(
                "payments",
                new Fingerprint(fingerprint),
                "proxy",
                SourceKind.PORT,
                "tcpSocket on port 8080",
                "proxy:1",
                "Deployment web",
                "web-1",
                Instant.parse("2026-01-01T12:00:00Z"),
                120);
    }

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(map);
        server = ApiServer.connect(fake.kubeconfig(folder, "here"), null);
        store = new ReleaseStore(server, FakeReleaseMap.NAMESPACE, FakeReleaseMap.NAME);
    }

    @AfterEach
    void close() {
        server.close();
        fake.close();
    }

    @Test
    void readsWhatIsThere() throws Exception {
        map.hold(Releases.NONE.with(FIRST));

        assertThat(store.read()).map(ReleaseStore.Stored::releases).contains(Releases.NONE.with(FIRST));
    }

    @Test
    void writesWhatIsAdded() throws Exception {
        map.hold(Releases.NONE.with(FIRST));

        assertThat(store.change(all -> all.with(SECOND)))
                .isEqualTo(map.held())
                .isEqualTo(Releases.NONE.with(FIRST).with(SECOND));
    }

    @Test
    void makesAConfigMapThatIsMissing() throws Exception {
        map.hold(null);

        assertThat(store.read()).isEmpty();
        assertThat(store.change(all -> all.with(FIRST))).isEqualTo(map.held()).isEqualTo(Releases.NONE.with(FIRST));
    }

    @Test
    void whoeverIsFasterKeepsWhatHeHasWritten() throws Exception {
        map.faster = () -> map.hold(Releases.NONE.with(FIRST));

        assertThat(store.change(all -> all.with(SECOND))).isEqualTo(map.held());
        assertThat(map.held()).isEqualTo(Releases.NONE.with(FIRST).with(SECOND));
    }

    @Test
    void writesNothingWhereNothingChanges() throws Exception {
        map.hold(Releases.NONE.with(FIRST));

        assertThat(store.change(all -> all.without(List.of("payments.ffffffffffffffff"))))
                .isEqualTo(Releases.NONE.with(FIRST));
        assertThat(fake.requests("PATCH")).isEmpty();
    }

    @Test
    void aRefusalSaysWhatWasTried() {
        map.refusals.add(Reply.refused(403, "not you"));

        assertThatThrownBy(store::read)
                .isInstanceOf(ApiServerException.class)
                .hasMessage("reading ConfigMap here/releases: not you; compare the roles with those of the chart");
    }

    @Test
    void isGivenUpWhereOthersWriteAllTheTime() {
        for (int i = 0; i < 10; i++) {
            map.refusals.add(Reply.ok("{\"kind\":\"ConfigMap\",\"metadata\":{\"resourceVersion\":\"1\"}}"));
            map.refusals.add(Reply.refused(409, "modified"));
        }

        assertThatThrownBy(() -> store.change(all -> all.with(FIRST)))
                .isInstanceOf(ApiServerException.class)
                .hasMessageContaining("others change it all the time");
    }
}
