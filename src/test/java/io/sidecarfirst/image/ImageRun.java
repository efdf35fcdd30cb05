package io.sidecarfirst.image;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.LogUtils;

/** A container of the image under everything that a restricted Pod takes away: no writable file, no capability. */
final class ImageRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DockerClient DOCKER = DockerClientFactory.lazyClient();

    private final String id;

    private ImageRun(String id) {
        this.id = id;
    }

    /** Alone in its network. */
    static ImageRun start(long memory, List<String> environment, String... args) {
        return start("none", memory, environment, args);
    }

    /** In this one's network, so that it reaches its loopback address. */
    ImageRun beside(long memory, String... args) {
        return start("container:" + id, memory, List.of(), args);
    }

    private static ImageRun start(String network, long memory, List<String> environment, String... args) {
        String id = DOCKER.createContainerCmd(Image.build())
                .withCmd(args)
                .withEnv(environment)
                .withLabels(DockerClientFactory.DEFAULT_LABELS)
                .withHostConfig(HostConfig.newHostConfig()
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges"))
                        .withNetworkMode(network)
                        .withMemory(memory)
                        .withMemorySwap(memory)
                        .withCpuCount(2L))
                .exec()
                .getId();
        ImageRun run = new ImageRun(id);
        DOCKER.startContainerCmd(id).exec();
        return run;
    }

    ImageRun awaitReady() {
        await().atMost(PATIENCE).until(() -> !isRunning() || log().contains("\"message\":\"ready\""));
        if (!isRunning()) {
            throw new AssertionError("it ended: " + log());
        }
        return this;
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(
                DOCKER.inspectContainerCmd(id).exec().getState().getRunning());
    }

    /** Both of its outputs. */
    String log() {
        return LogUtils.getOutput(DOCKER, id);
    }

    /** SIGTERM. */
    ImageRun terminate() {
        DOCKER.killContainerCmd(id).withSignal("TERM").exec();
        return this;
    }

    int exitCode() {
        await().atMost(PATIENCE).until(() -> !isRunning());
        Long code = DOCKER.inspectContainerCmd(id).exec().getState().getExitCodeLong();
        return code == null ? -1 : code.intValue();
    }

    @Override
    public void close() {
        DOCKER.removeContainerCmd(id).withForce(true).exec();
    }
}
