package io.sidecarfirst.bench.server;

import io.sidecarfirst.bench.machine.ServerProcess;
import io.sidecarfirst.bench.machine.Tool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The image as users run it: its own command line, {@code serve}, and a certificate that is mounted. It is asked at its
 * own address, as in a cluster: a published port would add Docker's proxy to what is measured.
 *
 * @param image its tag
 * @param docker options of {@code docker run}, such as {@code --cpus=0.5}
 * @param serve options of {@code serve}, besides those of the certificate
 */
public record ImageTarget(
        String name, String image, List<String> docker, List<String> serve, ThrowAwayCertificate certificate)
        implements ServeTarget {

    /** An address of this machine at which containers on Docker's bridge, and so a cluster in Docker, reach it. */
    public static String addressOfHost() {
        return Tool.run("docker", "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
    }

    @Override
    public String addressOfBench() {
        return addressOfHost();
    }

    @Override
    public ImageTarget with(Path kubeconfig, List<String> options) {
        List<String> mounted = new ArrayList<>(docker);
        mounted.addAll(List.of("--volume", kubeconfig.getParent() + ":/kube:ro"));
        mounted.addAll(List.of("--env", "KUBECONFIG=/kube/" + kubeconfig.getFileName()));
        return new ImageTarget(name, image, mounted, options, certificate);
    }

    @Override
    public ImageTarget with(String variant, List<String> options) {
        List<String> all = new ArrayList<>(serve);
        all.addAll(options);
        return new ImageTarget(variant, image, docker, all, certificate);
    }

    /** The same image with less processor time; as for {@code docker run --cpus}. */
    public ImageTarget withCpus(String cpus) {
        List<String> all = new ArrayList<>(docker);
        all.add("--cpus=" + cpus);
        return new ImageTarget(name, image, all, serve, certificate);
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
        command.addAll(docker);
        command.addAll(more);
        command.addAll(List.of("--volume", certificate.directory() + ":/tls:ro", image, "serve"));
        command.addAll(List.of("--tls-cert-file", "/tls/tls.crt", "--tls-key-file", "/tls/tls.key"));
        command.addAll(serve);
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
                Optional.of(URI.create("http://" + found[0] + ":8081")),
                new ServerProcess(Long.parseLong(found[1])),
                Instant.parse(found[2]));
    }

    private record Container(String id, URI url, Optional<URI> health, ServerProcess found, Instant started)
            implements Server {
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
