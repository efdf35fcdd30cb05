package io.sidecarfirst.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.cli.Cli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API server is asked under kubectl's options. */
class ClusterOptionsTest {
    @TempDir
    private Path folder;

    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile Map<String, List<String>> asked = Map.of();
    private FakeApiServer server;
    private Path kubeconfig;

    @BeforeEach
    void start() throws IOException {
        server = FakeApiServer.start(request -> {
            asked = request.headers();
            if (request.path().equals("/version")) {
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Reply.ok("{\"items\":[]}");
        });
        kubeconfig = server.kubeconfig(folder, "default");
    }

    @AfterEach
    void stop() {
        answers.countDown();
        server.close();
    }

    @Test
    void asAnotherUser() {
        Cli.run(
                "release",
                "--list",
                "--kubeconfig",
                kubeconfig.toString(),
                "--as",
                "jane",
                "--as-group",
                "ops",
                "--as-group",
                "all");
        assertThat(asked.get("Impersonate-User")).containsExactly("jane");
        assertThat(asked.get("Impersonate-Group")).containsExactlyInAnyOrder("ops", "all");
    }

    @Test
    void asOneself() {
        Cli.run("release", "--list", "--kubeconfig", kubeconfig.toString());
        assertThat(asked.containsKey("Impersonate-User")).isFalse();
    }

    /** Nobody answers; without the option it would wait for half a minute. */
    @Test
    void aTimeout() {
        Cli.Run run = Cli.run("version", "--kubeconfig", kubeconfig.toString(), "--request-timeout", "1s");
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("gives no answer");
    }
}
