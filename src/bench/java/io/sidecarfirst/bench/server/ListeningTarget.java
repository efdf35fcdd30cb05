package io.sidecarfirst.bench.server;

import io.sidecarfirst.bench.machine.Listener;
import io.sidecarfirst.bench.machine.ServerProcess;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A server that listens already and is left alone. */
public record ListeningTarget(String name, URI url) implements Target {

    /** @throws IllegalArgumentException if the URL is not https with a port */
    public ListeningTarget {
        if (!"https".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 0) {
            throw new IllegalArgumentException(url + ": want https://HOST:PORT/PATH");
        }
    }

    @Override
    public Server startAt(String address) {
        return start();
    }

    @Override
    public Server start() {
        Optional<ServerProcess> process = Listener.on(url.getPort());
        Instant now = Instant.now();
        URI where = url;
        return new Server() {
            @Override
            public URI url() {
                return where;
            }

            @Override
            public Instant started() {
                return now;
            }

            @Override
            public Optional<ServerProcess> process() {
                return process;
            }

            @Override
            public Optional<String> end() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // It was there before.
            }
        };
    }
}
