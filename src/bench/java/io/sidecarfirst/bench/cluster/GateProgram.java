package io.sidecarfirst.bench.cluster;

import io.sidecarfirst.bench.machine.Tool;
import io.sidecarfirst.gate.GateImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The image of the gate container. */
public final class GateProgram {
    private static final String BUILT = "sidecar-first-gate:bench";

    @Option(
            names = "--gate-image",
            paramLabel = "TAG",
            description = "The image of the gate container, which the nodes have or can pull. Default: it is built.")
    private @Nullable String image;

    @Option(
            names = "--node",
            paramLabel = "CONTAINER",
            description = "A node that is a container of this machine's Docker, into which that image is loaded.")
    private @Nullable String node;

    /** The image in this machine's Docker, built if none is named. */
    public String local() {
        if (image != null) {
            return image;
        }
        Tool.run("docker", "build", "--file", "src/gate/Dockerfile", "--tag", BUILT, ".");
        return BUILT;
    }

    /**
     * The image as the nodes have it; empty if it is not said how they come by it.
     *
     * @throws IllegalStateException if it cannot be loaded
     */
    public Optional<GateImage> onNodes() throws InterruptedException {
        if (node != null) {
            String built = local();
            load(built, node);
            return Optional.of(new GateImage(built, "Never", List.of()));
        }
        return Optional.ofNullable(image).map(name -> new GateImage(name, "IfNotPresent", List.of()));
    }

    private static void load(String image, String node) throws InterruptedException {
        try {
            List<Process> processes = ProcessBuilder.startPipeline(List.of(
                    new ProcessBuilder("docker", "save", image),
                    new ProcessBuilder("docker", "exec", "-i", node, "ctr", "-n", "k8s.io", "images", "import", "-")
                            .redirectErrorStream(true)));
            Process last = processes.get(processes.size() - 1);
            String output = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            for (Process process : processes) {
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(image + " cannot be loaded into " + node + ": " + output);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("docker cannot be run", e);
        }
    }
}
