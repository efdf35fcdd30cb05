package io.sidecarfirst.bench.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that a command starts on this machine.
 *
 * @param command for a shell; {@code {port}} and {@code {health-port}} become free ports, {@code {cert}} and
 *     {@code {key}} files
 */
public record CommandTarget(String name, String command, ThrowAwayCertificate certificate) implements ServeTarget {
    @Override
    public String addressOfBench() {
        return "127.0.0.1";
    }

    @Override
    public CommandTarget with(Path kubeconfig, List<String> options) {
        return new CommandTarget(
                name, "env 'KUBECONFIG=" + kubeconfig + "' " + command + " " + String.join(" ", options), certificate);
    }

    @Override
    public CommandTarget with(String variant, List<String> options) {
        return new CommandTarget(variant, command + " " + String.join(" ", options), certificate);
    }

    @Override
    public Server start() {
        return startAt("127.0.0.1");
    }

    @Override
    public Server startAt(String address) {
        int port = StartedProcess.freePort();
        int health = StartedProcess.freePort();
        String ready = command.replace("{port}", "" + port)
                .replace("{health-port}", "" + health)
                .replace("{cert}", certificate.chain().toString())
                .replace("{key}", certificate.key().toString());
        URI url = URI.create("https://" + address + ":" + port + "/mutate");
        // exec: the process that is measured is the server, not its shell.
        return StartedProcess.start(
                url,
                health(address, health),
                Path.of("target/bench", name + ".log"),
                List.of("sh", "-c", "exec " + ready));
    }

    /** Where its readiness is asked for, if the command says the port. */
    private @Nullable URI health(String address, int port) {
        return command.contains("{health-port}") ? URI.create("http://" + address + ":" + port) : null;
    }
}
