package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.gate.Gates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Clients that hold many connections, and want little or nothing, are in nobody's way. */
@Timeout(120)
class CrowdTest {
    private static final int MANY = 500;

    /** The beginning of a ClientHello. */
    private static final byte[] HALF_A_HELLO = HexFormat.of().parseHex("160301020001000200");

    private final ObjectNode review = Reviews.good();
    private final byte[] body = Reviews.bytes(review);
    private final byte[] post = RawConnection.post(body);
    private final List<RawConnection> crowd = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawConnection connection : crowd) {
            connection.close();
        }
    }

    @Test
    void idleConnectionsAreKeptAndDoNotHoldUpTheEnd() throws IOException {
        try (CapturedLog log = new CapturedLog()) {
            try (TestServer server = TestServer.start(Gates.DEFAULT, TestServer.PATIENCE)) {
                for (int i = 0; i < MANY; i++) {
                    crowd.add(server.connect().send(post));
                    assertGated(crowd.get(i).read());
                }
                assertAnswered(server);
                for (RawConnection idle : crowd) {
                    assertGated(idle.send(post).read());
                }
            }
            assertThat(crowd).allMatch(RawConnection::isClosedByServer);
            assertThat(log.text()).doesNotContain("cut off");
        }
    }

    @Test
    void handshakesThatAreNeverFinishedAreInNobodysWay() throws IOException {
        try (TestServer server = TestServer.start()) {
            for (int i = 0; i < MANY; i++) {
                RawConnection mute = RawConnection.plain(server.port());
                crowd.add(i % 2 == 0 ? mute : mute.send(HALF_A_HELLO));
            }
            assertAnswered(server);
        }
    }

    /** Far more than may be in flight: what has not arrived is not. */
    @Test
    void bodiesThatDoNotArriveAreInNobodysWay() throws IOException {
        try (TestServer server = TestServer.start(new Limits(8 << 20, Duration.ofSeconds(60), 2))) {
            for (int i = 0; i < 50; i++) {
                crowd.add(server.connect().send(RawConnection.head("Content-Length: " + body.length) + "{"));
            }
            await().until(() -> server.inFlight() == 50);
            assertAnswered(server);
        }
    }

    /** Before the body has arrived, before the answer, in the middle of it. */
    @Test
    void clientsThatGoAwayLeaveNothingBehind() throws IOException {
        try (TestServer server = TestServer.start(new Limits(8 << 20, Duration.ofSeconds(60), 2))) {
            for (int i = 0; i < 50; i++) {
                RawConnection leaving = server.connect();
                switch (i % 3) {
                    case 0 -> leaving.send(RawConnection.head("Content-Length: " + body.length) + "{");
                    case 1 -> leaving.send(post);
                    default -> leaving.send(post).readBytes(20);
                }
                leaving.reset();
            }
            await().until(() -> server.inFlight() == 0);
            assertAnswered(server);
            assertAnswered(server);
        }
    }

    private void assertAnswered(TestServer server) throws IOException {
        try (RawConnection connection = server.connect()) {
            assertGated(connection.send(post).read());
        }
    }

    private void assertGated(RawConnection.Reply reply) {
        RawConnection.assertGated(review, reply);
    }
}
