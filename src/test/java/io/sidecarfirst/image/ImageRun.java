package io.sidecarfirst.image;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
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
        return start(Image.build(), restricted("none", memory), environment, args);
    }

    /** In this one's network, so that it reaches its loopback address. */
    ImageRun beside(long memory, String... args) {
        return start(Image.build(), restricted("container:" + id, memory), List.of(), args);
    }

    /** The gate program in the machine's network, with a file for its termination message where a kubelet puts it. */
    static ImageRun gate(long memory, Path terminationLog, String... args) {
        Bind log = new Bind(terminationLog.toString(), new Volume("/dev/termination-log"));
        return start(GateProgramImage.build(), restricted("host", memory).withBinds(log), List.of(), args);
    }

    private static HostConfig restricted(String network, long memory) {
        return HostConfig.newHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withNetworkMode(network)
                .withMemory(memory)
                .withMemorySwap(memory)
                .withCpuCount(2L);
    }

    private static ImageRun start(String image, HostConfig host, List<String> environment, String... args) {
        String id = DOCKER.createContainerCmd(image)
                .withCmd(args)
                .withEnv(environment)
                .withLabels(DockerClientFactory.DEFAULT_LABELS)
                .withHostConfig(host)
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

    /** The process's number outside of the container; 0 where it does not run. */
    long processId() {
        Long number = DOCKER.inspectContainerCmd(id).exec().getState().getPidLong();
        return number == null ? 0 : number;
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
