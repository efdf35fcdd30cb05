package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Many handshakes at once, each of which takes long: what a thousand Pods at once are to a server that is cold. */
@Timeout(60)
class HandshakeQueueTest {
    private static final int MANY = 100;

    private final ObjectNode review = Reviews.good();
    private final byte[] post = RawConnection.post(Reviews.bytes(review));
    private final SlowKeyManager keys = new SlowKeyManager(new ReloadableKeyManager(
            TestServer.AUTHORITY.server("localhost", "127.0.0.1").material()));
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        keys.end();
        clients.shutdownNow();
    }

    @Test
    void whoIsConnectedIsAnsweredMeanwhile() throws Exception {
        try (TestServer server = start(Limits.DEFAULTS);
                RawConnection early = server.connect()) {
            assertGated(early.send(post).read());
            List<Future<RawConnection>> late = connectAll(server);
            for (int i = 0; i < 10; i++) {
                assertGated(early.send(post).read());
            }
            assertAnsweredInTheEnd(late);
        }
    }

    /** It is the server that is slow, not they. */
    @Test
    void whoWaitsIsNotClosedWhenThereAreTooManyConnections() throws Exception {
        Limits room = new Limits(8 << 20, Duration.ofSeconds(30), 256, 4 * MANY * (128L << 10));
        List<RawConnection> waiting = new ArrayList<>();
        List<RawConnection> mute = new ArrayList<>();
        try (TestServer server = start(room)) {
            byte[] hello = hello();
            keys.begin();
            for (int i = 0; i < MANY; i++) {
                waiting.add(RawConnection.plain(server.port()).send(hello));
            }
            for (int i = 0; i < 4 * MANY; i++) {
                mute.add(RawConnection.plain(server.port()));
            }
            assertThat(mute.get(0).isClosedByServer()).isTrue();
            keys.end();
            for (RawConnection connection : waiting) {
                assertThat(connection.readBytes(1))
                        .as("a record of a handshake")
                        .containsExactly(22);
            }
        } finally {
            for (RawConnection connection : waiting) {
                connection.close();
            }
            for (RawConnection connection : mute) {
                connection.close();
            }
        }
    }

    /** What a client sends first. */
    private static byte[] hello() throws SSLException {
        SSLEngine client = TestServer.CLIENT.createSSLEngine();
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    /** Where one waits, no more are accepted: that begins and ends again and again, within moments. */
    @Test
    void aServerThatPausedAcceptingAcceptsAgain() throws Exception {
        try (TestServer server = TestServer.start(new Limits(8 << 20, Duration.ofSeconds(30), 256, 3 * (128L << 10)))) {
            List<Future<?>> crowd = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                crowd.add(clients.submit(() -> {
                    for (int j = 0; j < MANY; j++) {
                        connectOrBeClosed(server);
                    }
                }));
            }
            for (Future<?> one : crowd) {
                one.get();
            }
            try (RawConnection last = server.connect()) {
                assertGated(last.send(post).read());
            }
        }
    }

    /** There is room for three. */
    private static void connectOrBeClosed(TestServer server) {
        try {
            server.connect().close();
        } catch (IOException e) {
            // Closed in favour of another.
        }
    }

    private TestServer start(Limits limits) {
        return TestServer.start(ServerTls.context(keys), limits);
    }

    private List<Future<RawConnection>> connectAll(TestServer server) {
        keys.begin();
        List<Future<RawConnection>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(clients.submit(server::connect));
        }
        await().until(() -> keys.slow() > 0);
        return all;
    }

    private void assertAnsweredInTheEnd(List<Future<RawConnection>> late) throws Exception {
        keys.end();
        for (Future<RawConnection> connection : late) {
            try (RawConnection connected = connection.get()) {
                assertGated(connected.send(post).read());
            }
        }
    }

    private void assertGated(RawConnection.Reply reply) {
        RawConnection.assertGated(review, reply);
    }
}
