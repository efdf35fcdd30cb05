package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.server.BareTarget;
import io.sidecarfirst.bench.server.CommandTarget;
import io.sidecarfirst.bench.server.ImageTarget;
import io.sidecarfirst.bench.server.ListeningTarget;
import io.sidecarfirst.bench.server.ServeTarget;
import io.sidecarfirst.bench.server.Target;
import io.sidecarfirst.bench.server.ThrowAwayCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is measured, and what it is compared with. */
final class TargetOptions {
    private static final String OURS = "sidecar-first";

    @ArgGroup
    private Ours ours = new Ours();

    private static final class Ours {
        @Option(names = "--image", paramLabel = "TAG", description = "An image (default: sidecar-first), or")
        private String image = OURS;

        @Option(
                names = "--command",
                paramLabel = "COMMAND",
                description = "a process that a shell starts: {port}, {health-port}, {cert} and {key} in it are"
                        + " replaced by free ports and by files, or")
        private @Nullable String command;

        @Option(names = "--url", paramLabel = "URL", description = "what listens already at https://HOST:PORT/mutate.")
        private @Nullable URI url;
    }

    @Option(names = "--cpus", paramLabel = "N", description = "Processor quota of the image. Default: none.")
    private @Nullable String cpus;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "Memory limit of the image. Default: ${DEFAULT-VALUE}, the chart's.")
    private String memory = "";

    @Option(
            names = "--peer",
            paramLabel = "NAME=URL",
            description = "Another webhook that listens already, measured in turn with ours. May be repeated.")
    private Map<String, URI> peers = new LinkedHashMap<>();

    @Option(names = "--no-bare", description = "Leave out the bare HTTPS server of the JDK.")
    private boolean withoutBare;

    @Option(
            names = "--bare-java",
            paramLabel = "FILE",
            description = "The program java that runs the bare server. Default: that of the bench.")
    private String bareJava =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final ThrowAwayCertificate certificate = ThrowAwayCertificate.make(Path.of("target/bench/tls"), List.of());

    /** What is measured. */
    Target ours() {
        return ours.url == null ? startable() : new ListeningTarget(OURS, ours.url);
    }

    /**
     * What is measured, if it can be started anew.
     *
     * @throws IllegalArgumentException if it listens already
     */
    ServeTarget startable() {
        if (ours.url != null) {
            throw new IllegalArgumentException("this command starts what it measures; give --image or --command");
        }
        return ours.command == null ? image() : new CommandTarget(OURS, ours.command, certificate);
    }

    /**
     * All that can be started anew, ours first; the bare server with an archive of what it loads.
     *
     * @throws IllegalArgumentException if ours listens already
     */
    List<Target> allStartable() throws InterruptedException {
        List<Target> all = new ArrayList<>(List.of(startable()));
        for (BareTarget bare : bare()) {
            all.add(bare.withArchive(Body.TYPICAL));
        }
        return all;
    }

    /**
     * The image that is measured.
     *
     * @throws IllegalArgumentException if it is no image
     */
    ImageTarget image() {
        if (ours.command != null || ours.url != null) {
            throw new IllegalArgumentException("this command measures an image; give --image");
        }
        List<String> limits = new ArrayList<>(List.of("--memory=" + memory, "--memory-swap=" + memory));
        Optional.ofNullable(cpus).ifPresent(quota -> limits.add("--cpus=" + quota));
        return new ImageTarget(OURS, ours.image, limits, List.of(), certificate);
    }

    /** The bare server, if it is wanted. */
    List<BareTarget> bare() {
        return withoutBare ? List.of() : List.of(bareFor(Body.TYPICAL));
    }

    /** The bare server with what sidecar-first answers to that body. */
    BareTarget bareFor(Body body) {
        return BareTarget.answering(bareJava, body, certificate);
    }

    /** Makes the certificate good for one more address, before anything is started; returns it as text. */
    String certifyFor(String address) {
        return ThrowAwayCertificate.make(certificate.directory(), List.of(address))
                .pem();
    }

    /** Makes it one for a service, with an authority of its own; returns both as text. */
    String certifyAs(String serverName) {
        return ThrowAwayCertificate.issue(certificate.directory(), serverName).pem();
    }

    /** All of them, ours first. */
    List<Target> all() {
        List<Target> all = new ArrayList<>();
        all.add(ours());
        all.addAll(bare());
        peers.forEach((name, url) -> all.add(new ListeningTarget(name, url)));
        return all;
    }
}
