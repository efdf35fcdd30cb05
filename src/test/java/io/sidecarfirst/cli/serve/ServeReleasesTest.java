package io.sidecarfirst.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.release.FakeReleaseMap;
import io.sidecarfirst.release.Fingerprint;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.release.Releases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} as a process, and what it learns of gates that were given up. */
@Timeout(120)
class ServeReleasesTest {
    private static final String MANIFEST = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              initContainers: [{name: proxy, image: proxy:1, restartPolicy: Always, ports: [{containerPort: 8080}]}]
              containers: [{name: app, image: app:1}]
            """;

    @TempDir
    private Path folder;

    @Test
    void aGateThatWasGivenUpIsNotMadeAgain() throws Exception {
        Pod pod = Yaml.pod(MANIFEST);
        FakeReleaseMap map = new FakeReleaseMap();
        map.hold(Releases.NONE.with(new Release(
                "shop",
                Fingerprint.of(pod, pod.sidecars().get(0)),
                "proxy",
                SourceKind.PORT,
                "tcpSocket on port 8080",
                "proxy:1",
                "Deployment web",
                "web",
                Instant.EPOCH,
                120)));
        String file = Files.writeString(folder.resolve("pod.yaml"), MANIFEST).toString();
        try (FakeApiServer fake = FakeApiServer.start(map);
                ServeProcess server = ServeProcess.start(
                        folder,
                        Map.of("KUBECONFIG", fake.kubeconfig(folder, "here").toString()),
                        "--releases",
                        "here/releases")) {
            String url = server.url().toString();

            await().until(() -> Cli.run("post", url, "-f", file).out().contains("\"skipped\\\":\\\"released\\\""));
        }
    }

    /** It serves as if nothing had been given up. */
    @Test
    void nobodyWaitsForAnApiServerThatIsNotThere() throws Exception {
        String file = Files.writeString(folder.resolve("pod.yaml"), MANIFEST).toString();
        String kubeconfig = FakeApiServer.kubeconfig(folder, "here", "server: \"http://127.0.0.1:1\"", "token: t")
                .toString();
        try (ServeProcess server =
                ServeProcess.start(folder, Map.of("KUBECONFIG", kubeconfig), "--releases", "here/releases")) {
            assertThat(Cli.run("post", server.url().toString(), "-f", file).out())
                    .contains("startupProbe");
            await().until(() -> server.line("ConfigMap here/releases cannot be followed now")
                    .isPresent());
        }
    }
}
