package io.sidecarfirst.server;

import java.time.Duration;

/**
 * Where to listen.
 *
 * @param host a name or an IP address; {@code 0.0.0.0} for all
 * @param port 0 for any that is free
 * @param drainTimeout how long requests in flight may take to finish when the server is closed
 */
public record ListenAddress(String host, int port, Duration drainTimeout) {

    /** @throws IllegalArgumentException for a value out of range; the message names it */
    public ListenAddress {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is out of range; allowed: 0..65535");
        }
    }

    /** As in a URL: IPv6 in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}
