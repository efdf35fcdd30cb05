package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderLeaseTest {
    private static final String LEASE = "apis/coordination.k8s.io/v1/namespaces/here/leases/observer";

    @TempDir
    private Path folder;

    private final FakeCluster cluster = new FakeCluster();
    private FakeApiServer fake;
    private ApiServer server;
    private long nanos;

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(cluster);
        server = ApiServer.connect(fake.kubeconfig(folder, "default"), null);
        cluster.put(
                LEASE,
                Manifest.parse("{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: observer}}")
                        .trees()
                        .get(0));
    }

    @AfterEach
    void stop() {
        server.close();
        fake.close();
    }

    private LeaderLease lease(String identity) {
        return new LeaderLease(server, ObjectName.parse("here/observer"), identity, () -> Instant.EPOCH, () -> nanos);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private String holder() {
        return cluster.get(LEASE).at("/spec/holderIdentity").asString();
    }

    @Test
    void oneHoldsIt() throws InterruptedException {
        LeaderLease one = lease("one");
        LeaderLease other = lease("other");
        assertThat(one.isHeld()).isFalse();
        assertThat(one.tryHold()).isTrue();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(4));
            assertThat(one.tryHold()).isTrue();
            assertThat(other.tryHold()).isFalse();
            assertThat(one.isHeld()).isTrue();
            assertThat(other.isHeld()).isFalse();
        }
        assertThat(holder()).isEqualTo("one");
        assertThat(cluster.get(LEASE).at("/spec/leaseTransitions").asInt()).isEqualTo(1);
    }

    /** At no time do both act, however long the one is held up. */
    @Test
    void itPassesOnAfterTheHolderHasStoppedToAct() throws InterruptedException {
        LeaderLease one = lease("one");
        LeaderLease other = lease("other");
        assertThat(one.tryHold()).isTrue();
        assertThat(other.tryHold()).isFalse();
        pass(LeaderLease.HELD);
        assertThat(one.isHeld()).isFalse();
        assertThat(other.tryHold()).isFalse();
        pass(LeaderLease.DURATION.minus(LeaderLease.HELD));
        assertThat(other.tryHold()).isTrue();
        assertThat(one.isHeld()).isFalse();
        assertThat(one.tryHold()).isFalse();
        assertThat(holder()).isEqualTo("other");
    }

    @Test
    void itPassesOnAtOnceWhenItIsGivenUp() throws InterruptedException {
        LeaderLease one = lease("one");
        LeaderLease other = lease("other");
        assertThat(one.tryHold()).isTrue();
        assertThat(other.tryHold()).isFalse();
        other.giveUp();
        assertThat(holder()).isEqualTo("one");
        one.giveUp();
        assertThat(one.isHeld()).isFalse();
        assertThat(other.tryHold()).isTrue();
    }

    @Test
    void whoIsSlowerDoesNotHoldIt() throws InterruptedException {
        LeaderLease one = lease("one");
        LeaderLease other = lease("other");
        cluster.answer(request -> {
            if (request.method().equals("PATCH") && request.body().contains("\"one\"")) {
                cluster.answer(null);
                cluster.put(LEASE, cluster.get(LEASE));
            }
            return null;
        });
        assertThat(one.tryHold()).isFalse();
        assertThat(one.isHeld()).isFalse();
        assertThat(other.tryHold()).isTrue();
    }

    @Test
    void whatIsWrongIsSaid() {
        cluster.answer(request -> Reply.refused(403, "leases is forbidden"));
        assertThatThrownBy(() -> lease("one").tryHold())
                .isInstanceOf(ApiServerException.class)
                .hasMessageContaining("Lease here/observer")
                .hasMessageContaining("compare the roles");
    }
}
