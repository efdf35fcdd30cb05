package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.source.Sources;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Which connection is closed when there is one too many. */
@Timeout(60)
class OpenConnectionsTest {
    private static final int MOST = 4;
    private static final long HEAP = MOST * (128L << 10);

    private final List<RawConnection> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawConnection connection : open) {
            connection.close();
        }
    }

    @Test
    void whoHasSentNothingIsClosedRatherThanWhoIsNotReadYet() throws Exception {
        Server neverReads = new Server();
        ServerConnector connector = new ServerConnector(neverReads, null, null, null, 0, 1, new NotReading());
        connector.setHost("127.0.0.1");
        // Longer than whoever waits here for a connection to be closed.
        connector.setIdleTimeout(2 * TestServer.PATIENCE.toMillis());
        connector.addBean(OpenConnections.fitting(HEAP));
        neverReads.addConnector(connector);
        neverReads.start();
        try {
            RawConnection hasSent = plain(connector.getLocalPort()).send("hello");
            await().until(() -> connector.getConnectedEndPoints().size() == 1);
            RawConnection mute = plain(connector.getLocalPort());
            await().until(() -> connector.getConnectedEndPoints().size() == 2);
            for (int i = 2; i <= MOST; i++) {
                plain(connector.getLocalPort()).send("hello");
            }
            assertThat(mute.isClosedByServer()).isTrue();
            plain(connector.getLocalPort()).send("hello");
            assertThat(hasSent.isClosedByServer())
                    .as("where all have sent, the first is closed")
                    .isTrue();
        } finally {
            neverReads.stop();
        }
    }

    @Test
    void aReviewInWorkIsNotClosed() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Gate slow = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, List.of((context, candidate) -> {
            begun.countDown();
            await().atMost(TestServer.PATIENCE).until(() -> end.getCount() == 0);
            return Optional.empty();
        }));
        ObjectNode review = Reviews.good();
        byte[] post = RawConnection.post(Reviews.bytes(review));
        try (TestServer server = TestServer.start(slow, new Limits(8 << 20, Duration.ofSeconds(30), 256, HEAP));
                RawConnection idle = server.connect();
                RawConnection inWork = server.connect().send(post)) {
            await().until(() -> begun.getCount() == 0);
            RawConnection mute = plain(server.port());
            for (int i = 0; i < 2 * MOST; i++) {
                plain(server.port());
            }
            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(mute.isClosedByServer()).isTrue();
            end.countDown();
            RawConnection.assertGated(review, inWork.read());
        } finally {
            end.countDown();
        }
    }

    private RawConnection plain(int port) throws IOException {
        RawConnection connection = RawConnection.plain(port);
        open.add(connection);
        return connection;
    }

    /** Of a server that is too busy to read. */
    private static final class NotReading extends AbstractConnectionFactory {
        NotReading() {
            super("none");
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return configure(
                    new AbstractConnection(endPoint, connector.getExecutor()) {
                        @Override
                        public void onOpen() {
                            super.onOpen();
                            fillInterested();
                        }

                        @Override
                        public void onFillable() {
                            // Not read.
                        }
                    },
                    connector,
                    endPoint);
        }
    }
}
