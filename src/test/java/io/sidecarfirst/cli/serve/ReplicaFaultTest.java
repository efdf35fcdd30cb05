package io.sidecarfirst.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.certificates.TrustAllManager;
import io.sidecarfirst.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} as a process, under what its node and its network may do to it. */
@Timeout(120)
class ReplicaFaultTest {
    /** More than a heap of 128 MiB has room for. */
    private static final int CROWD = 1500;

    /** Fewer than the kernel lets wait. */
    private static final int BURST = 300;

    @TempDir
    private Path folder;

    private static Cli.Run post(ServeProcess server) throws IOException {
        return Cli.run("post", server.url().toString());
    }

    /** Each connection costs memory, of which there must be an end. */
    @Test
    void ofTooManyConnectionsThoseThatBringNothingAreClosed() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try (ServeProcess server = ServeProcess.start(folder)) {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Socket(
                        InetAddress.getLoopbackAddress(), server.url().getPort()));
            }
            assertThat(post(server).out()).contains("startupProbe");
            await().atMost(Duration.ofSeconds(30)).until(() -> isClosed(crowd.get(0)));
            assertThat(isClosed(crowd.get(CROWD - 1))).isFalse();
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    /** As many as there may be, each with a large part of a body that it does not send to the end. */
    @Test
    void asManyConnectionsAsThereMayBeDoNotTakeAllOfTheHeap() throws Exception {
        byte[] half =
                ("POST /mutate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 16384\r\n\r\n"
                                + "x".repeat(15_000))
                        .getBytes(StandardCharsets.US_ASCII);
        List<Socket> crowd = new ArrayList<>();
        try (ServeProcess server = ServeProcess.startWithHeap("40m", folder)) {
            SSLSocketFactory client = TrustAllManager.context().getSocketFactory();
            for (int i = 0; i < 40 * 8; i++) {
                Socket socket = client.createSocket(
                        InetAddress.getLoopbackAddress(), server.url().getPort());
                socket.getOutputStream().write(half);
                crowd.add(socket);
            }
            assertThat(post(server).out()).contains("startupProbe");
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** A server that is busy for a moment must not have to be asked again a second later. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aBurstOfConnectionsWaitsToBeAccepted() throws Exception {
        List<Socket> burst = new ArrayList<>();
        try (ServeProcess server = ServeProcess.start(folder)) {
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.url().getPort());
            server.signal("STOP");
            for (int i = 0; i < BURST; i++) {
                burst.add(new Socket());
                burst.get(i).connect(address, 10_000);
            }
            server.signal("CONT");
            assertThat(post(server).out()).contains("startupProbe");
        } finally {
            for (Socket socket : burst) {
                socket.close();
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void afterAStopItGoesOn() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder)) {
            server.signal("STOP");
            CompletableFuture<Cli.Run> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return post(server);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            server.signal("CONT");
            assertThat(waiting.get(60, TimeUnit.SECONDS).out()).contains("startupProbe");
        }
    }
}
