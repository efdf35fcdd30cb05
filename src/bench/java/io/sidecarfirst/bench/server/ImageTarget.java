package io.sidecarfirst.bench.server;

import io.sidecarfirst.bench.machine.ServerProcess;
import io.sidecarfirst.bench.machine.Tool;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The image as users run it: its own command line, {@code serve}, and a certificate that is mounted. It is asked at its
 * own address, as in a cluster: a published port would add Docker's proxy to what is measured.
 *
 * @param image its tag
 * @param limits options of {@code docker run}, such as {@code --cpus=0.5}
 */
public record ImageTarget(String name, String image, List<String> limits, ThrowAwayCertificate certificate)
        implements Target {

    /** The same image with less processor time; as for {@code docker run --cpus}. */
    public ImageTarget withCpus(String cpus) {
        List<String> all = new ArrayList<>(limits);
        all.add("--cpus=" + cpus);
        return new ImageTarget(name, image, all, certificate);
    }

    @Override
    public Server start() {
        return start(List.of(), "");
    }

    @Override
    public Server startAt(String address) {
        int port = StartedProcess.freePort();
        return start(
                List.of("--publish", address + ":" + port + ":8443"), "https://" + address + ":" + port + "/mutate");
    }

    private Server start(List<String> more, String url) {
        List<String> command = new ArrayList<>(List.of("docker", "run", "--detach", "--read-only", "--cap-drop=ALL"));
        command.addAll(limits);
        command.addAll(more);
        command.addAll(List.of("--volume", certificate.directory() + ":/tls:ro", image, "serve"));
        command.addAll(List.of("--tls-cert-file", "/tls/tls.crt", "--tls-key-file", "/tls/tls.key"));
        String id = Tool.run(command.toArray(String[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Tool.output("docker", "rm", "--force", id)));
        String format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}} {{.State.Pid}} {{.State.StartedAt}}";
        String[] found = Tool.run("docker", "inspect", "--format", format, id).split(" ", -1);
        if (found.length != 3) {
            String log = Tool.run("docker", "logs", id);
            throw new IllegalStateException(image + " ended at once:\n" + log);
        }
        return new Container(
                id,
                URI.create(url.isEmpty() ? "https://" + found[0] + ":8443/mutate" : url),
                new ServerProcess(Long.parseLong(found[1])),
                Instant.parse(found[2]));
    }

    private record Container(String id, URI url, ServerProcess found, Instant started) implements Server {
        @Override
        public Optional<ServerProcess> process() {
            return Optional.of(found);
        }

        @Override
        public Optional<String> end() {
            if (found.isAlive()) {
                return Optional.empty();
            }
            String format = "OOMKilled={{.State.OOMKilled}} exit code={{.State.ExitCode}}";
            return Optional.of(Tool.run("docker", "inspect", "--format", format, id) + "\n"
                    + Tool.run("docker", "logs", "--tail=5", id));
        }

        @Override
        public void close() {
            Tool.output("docker", "rm", "--force", "--volumes", id);
        }
    }
}
