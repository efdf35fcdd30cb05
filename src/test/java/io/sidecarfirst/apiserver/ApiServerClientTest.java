package io.sidecarfirst.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the HTTP client of an API server does not do: follow redirects, and leave a thread when it was closed. */
class ApiServerClientTest {
    @TempDir
    private Path folder;

    private static Set<Thread> waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-.*-SelectorManager"))
                .collect(Collectors.toSet());
    }

    private Set<Thread> threadsOfAClientThatWasClosed() throws Exception {
        Set<Thread> before = waiting();
        try (FakeApiServer fake = FakeApiServer.start(request -> Reply.ok("{}"));
                ApiServer server = ApiServer.connect(fake.kubeconfig(folder, "here"), null)) {
            assertThat(server.get("version").code()).isEqualTo(200);
            Set<Thread> own = waiting();
            own.removeAll(before);
            assertThat(own).isNotEmpty();
            return own;
        }
    }

    /** The token would go along. */
    @Test
    void noRedirectIsFollowed() throws Exception {
        try (FakeApiServer other = FakeApiServer.start(request -> Reply.ok("{}"));
                FakeApiServer fake =
                        FakeApiServer.start(request -> Reply.redirect(other.url() + "/" + request.path()));
                ApiServer server = ApiServer.connect(fake.kubeconfig(folder, "here"), null)) {
            assertThatThrownBy(() -> server.get("version"))
                    .isInstanceOf(ApiServerException.class)
                    .hasMessageContaining("redirects (302)");
            assertThat(fake.requests()).hasSize(1);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void itsThreadEnds() throws Exception {
        Set<Thread> own = threadsOfAClientThatWasClosed();
        assumeTrue(Runtime.version().feature() >= 21, "before Java 21 nothing ends it");
        await().until(() -> own.stream().noneMatch(Thread::isAlive));
    }
}
