package io.sidecarfirst.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what a server on this machine's loopback address speaks, by asking again without what it chose until it
 * refuses.
 *
 * @param port where it listens
 */
public record TlsProbe(int port) {
    /** Only so that a broken test ends. Milliseconds. */
    private static final int PATIENCE = 30_000;

    /** Those that a server of this project may choose, by their numbers; others are named by theirs. */
    private static final Map<Integer, String> NAMES = Stream.of(
                    "1301 TLS_AES_128_GCM_SHA256",
                    "1302 TLS_AES_256_GCM_SHA384",
                    "1303 TLS_CHACHA20_POLY1305_SHA256",
                    "c02b TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "c02c TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "c02f TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "c030 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "cca8 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "cca9 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(parts -> HexFormat.fromHexDigits(parts[0]), parts -> parts[1]));

    /** One connection. */
    public TlsReply ask(ClientHello hello) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(hello.bytes());
            socket.getOutputStream().flush();
            return TlsReply.read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, of a server that does not refuse. */
    public TlsReply.Accepted accepted(ClientHello hello) {
        if (ask(hello) instanceof TlsReply.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError("refused: " + hello.version());
    }

    /** All cipher suites that it takes in this version, in its order; none if it does not speak it. */
    public List<String> suites(TlsVersion version) {
        return all(ClientHello.of(version), ClientHello::withoutSuites, TlsReply.Accepted::suite).stream()
                .map(suite -> NAMES.getOrDefault(suite, "0x%04x".formatted(suite)))
                .toList();
    }

    /** The numbers of all groups that it makes or wants keys of, in its order. */
    public List<Integer> groups(TlsVersion version) {
        return all(
                ClientHello.of(version),
                ClientHello::withoutGroups,
                answer -> answer.group().orElseThrow());
    }

    private List<Integer> all(
            ClientHello first,
            BiFunction<ClientHello, List<Integer>, ClientHello> without,
            Function<TlsReply.Accepted, Integer> chosen) {
        List<Integer> found = new ArrayList<>();
        while (ask(without.apply(first, found)) instanceof TlsReply.Accepted accepted) {
            found.add(chosen.apply(accepted));
        }
        return found;
    }
}
