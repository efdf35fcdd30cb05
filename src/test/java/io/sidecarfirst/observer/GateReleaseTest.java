package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.release.ReleaseStore;
import io.sidecarfirst.release.Releases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GateReleaseTest {
    private static final String POD = "api/v1/namespaces/shop/pods/web-1";
    private static final String JOB = "apis/batch/v1/namespaces/shop/jobs/web";

    @TempDir
    private Path folder;

    private final FakeCluster cluster = new FakeCluster();
    private FakeApiServer fake;
    private ApiServer server;
    private ReleaseStore store;
    private GateRelease release;
    private boolean mayAct = true;
    private Instant now = HeldPod.RAN.plusSeconds(120);

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(cluster);
        server = ApiServer.connect(fake.kubeconfig(folder, "default"), null);
        store = new ReleaseStore(server, "here", "released");
        cluster.put(
                "api/v1/namespaces/here/configmaps/released",
                Manifest.parse("{apiVersion: v1, kind: ConfigMap, metadata: {name: released}}")
                        .trees()
                        .get(0));
        release = new GateRelease(
                server,
                store,
                new EventRecorder(server, () -> now, "test"),
                root -> ObservedPod.of(root, HeldPod.DELAY),
                () -> mayAct);
        put(new HeldPod());
    }

    @AfterEach
    void stop() {
        server.close();
        fake.close();
    }

    private void put(HeldPod pod) {
        cluster.put(POD, pod.root());
    }

    private GateRelease.Step next() throws InterruptedException {
        return next(new HeldPod());
    }

    private GateRelease.Step next(HeldPod pod) throws InterruptedException {
        return release.next(new Finding.ReleaseDue(pod.observed(), "proxy", HeldPod.RAN), now);
    }

    private GateRelease.Step rememberAndGoOn() throws InterruptedException {
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        now = now.plus(GateRelease.KNOWN_AFTER);
        return next();
    }

    private Releases remembered() throws InterruptedException {
        return store.read().orElseThrow().releases();
    }

    @Test
    void remembersThenWaitsThenEvicts() throws InterruptedException {
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        assertThat(remembered().all()).singleElement().satisfies(kept -> {
            assertThat(kept.namespace()).isEqualTo("shop");
            assertThat(kept.check()).isEqualTo("tcpSocket on port 8080");
            assertThat(kept.workload()).isEqualTo("ReplicaSet web");
            assertThat(kept.afterSeconds()).isEqualTo(120);
        });
        now = now.plusSeconds(1);
        assertThat(next()).isInstanceOf(GateRelease.Step.Later.class);
        assertThat(cluster.evicted()).isEmpty();

        now = now.plusSeconds(1);
        assertThat(next()).isInstanceOf(GateRelease.Step.Evicted.class);
        assertThat(cluster.evicted()).containsExactly("web-1");
        assertThat(cluster.events()).containsExactly("GateReleased on Pod x1", "GateReleased on ReplicaSet x1");
        assertThat(next()).isInstanceOf(GateRelease.Step.Gone.class);
    }

    /** Each of them would be an outage. */
    static Stream<UnaryOperator<HeldPod>> neverEvicted() {
        return Stream.of(
                HeldPod::passed,
                HeldPod::mainRuns,
                pod -> pod.with("/status/containerStatuses/0/restartCount", "1"),
                pod -> pod.with("/metadata/deletionTimestamp", "\"2026-01-01T12:00:30Z\""),
                pod -> pod.with("/status/phase", "Failed"),
                pod -> pod.with("/status/initContainerStatuses/0/state", "{waiting: {reason: CrashLoopBackOff}}"),
                pod -> pod.without("/status/initContainerStatuses"),
                pod -> pod.without("/metadata/annotations"),
                pod -> pod.with("/metadata/uid", "another"),
                pod -> pod.with(
                        "/spec/initContainers",
                        "[{name: migrate, image: m}, " + pod.root().at("/spec/initContainers/0") + "]"));
    }

    @ParameterizedTest
    @MethodSource
    void neverEvicted(UnaryOperator<HeldPod> change) throws InterruptedException {
        // As late as can be: it is remembered already.
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        now = now.plusSeconds(100);
        put(change.apply(new HeldPod()));
        assertThat(next()).isInstanceOfAny(GateRelease.Step.Changed.class, GateRelease.Step.Gone.class);
        assertThat(cluster.evicted()).isEmpty();
        assertThat(cluster.events()).isEmpty();
    }

    /** It changes between the last look and the eviction. */
    @Test
    void notEvictedWhenItHasJustChanged() throws InterruptedException {
        cluster.answer(request -> {
            if (request.path().endsWith("/eviction")) {
                put(new HeldPod().passed());
            }
            return null;
        });
        assertThat(rememberAndGoOn()).isInstanceOf(GateRelease.Step.Later.class);
        assertThat(cluster.evicted()).isEmpty();
        assertThat(next()).isInstanceOf(GateRelease.Step.Changed.class);
    }

    @Test
    void notEvictedByAReplicaThatIsNoLongerTheActiveOne() throws InterruptedException {
        mayAct = false;
        assertThat(next()).isInstanceOf(GateRelease.Step.Later.class);
        assertThat(remembered().all()).isEmpty();
        mayAct = true;
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        mayAct = false;
        now = now.plusSeconds(5);
        assertThat(next()).isInstanceOf(GateRelease.Step.Later.class);
        assertThat(cluster.evicted()).isEmpty();
    }

    /** The Lease is lost between the look and the word. */
    @Test
    void nothingIsWrittenByAReplicaThatHasJustLostTheLease() throws InterruptedException {
        cluster.answer(request -> {
            mayAct &= !request.path().endsWith("/configmaps/released");
            return null;
        });
        assertThat(next()).isInstanceOf(GateRelease.Step.Later.class);
        assertThat(remembered().all()).isEmpty();

        cluster.answer(null);
        mayAct = true;
        put(new HeldPod().without("/metadata/ownerReferences"));
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        mayAct = false;
        now = now.plusSeconds(5);
        assertThat(next()).isInstanceOf(GateRelease.Step.Later.class);
        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void tooManyRequestsAreTriedAgain() throws InterruptedException {
        cluster.answer(request -> request.path().endsWith("/eviction")
                ? Reply.refused(429, "Cannot evict pod as it would violate the pod's disruption budget.")
                : null);
        assertThat(rememberAndGoOn()).isInstanceOf(GateRelease.Step.Later.class);
        cluster.answer(null);
        assertThat(next()).isInstanceOf(GateRelease.Step.Evicted.class);
        assertThat(cluster.events()).containsExactly("GateReleased on Pod x1", "GateReleased on ReplicaSet x1");
    }

    @Test
    void whereItMayNotEvictAPersonIsTold() throws InterruptedException {
        cluster.answer(request -> request.path().endsWith("/eviction") ? Reply.refused(403, "forbidden") : null);
        assertThat(rememberAndGoOn()).isInstanceOf(GateRelease.Step.Left.class);
        assertThat(cluster.events()).containsExactly("GateNotReleased on Pod x1");
    }

    /** Something gives each Pod a variable of its own: each would be guessed, held and evicted, one after the other. */
    @Test
    void aSidecarThatDiffersInEachPodIsNotReleasedForEver() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            put(new HeldPod().with("/spec/initContainers/0/env", "[{name: TOKEN, value: t" + i + "}]"));
            assertThat(rememberAndGoOn()).isInstanceOf(GateRelease.Step.Evicted.class);
            cluster.forgetEvictions();
        }
        put(new HeldPod().with("/spec/initContainers/0/env", "[{name: TOKEN, value: t3}]"));
        assertThat(next()).isInstanceOf(GateRelease.Step.Left.class);
        assertThat(remembered().all()).hasSize(3);
        assertThat(cluster.evicted()).isEmpty();

        put(new HeldPod()
                .with("/metadata/ownerReferences/0/name", "other")
                .with("/spec/initContainers/0/env", "[{name: TOKEN, value: t3}]"));
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
    }

    /** Each edit makes another ReplicaSet, and may be guessed wrong again. */
    @Test
    void whatIsEditedAgainAndAgainIsReleasedEachTime() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            put(new HeldPod()
                    .with("/metadata/labels", "{pod-template-hash: h" + i + "}")
                    .with("/metadata/ownerReferences/0/name", "web-h" + i)
                    .with("/metadata/name", "web-h" + i + "-abcde")
                    .with("/spec/initContainers/0/env", "[{name: VERSION, value: v" + i + "}]"));
            cluster.put("api/v1/namespaces/shop/pods/web-h" + i + "-abcde", cluster.get(POD));
            assertThat(next(new HeldPod().with("/metadata/name", "web-h" + i + "-abcde")))
                    .isInstanceOf(GateRelease.Step.Remembered.class);
        }
        assertThat(remembered().all())
                .extracting(Release::workload)
                .containsOnly("Deployment web")
                .hasSize(6);
    }

    @Test
    void whatDiffersInEachPodOfOneReplicaSetIsNot() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            String name = "web-h1-abcd" + i;
            cluster.put(
                    "api/v1/namespaces/shop/pods/" + name,
                    new HeldPod()
                            .with("/metadata/labels", "{pod-template-hash: h1}")
                            .with("/metadata/ownerReferences/0/name", "web-h1")
                            .with("/metadata/name", name)
                            .with("/spec/initContainers/0/env", "[{name: TOKEN, value: t" + i + "}]")
                            .root());
            assertThat(next(new HeldPod().with("/metadata/name", name)))
                    .isInstanceOf(i < 3 ? GateRelease.Step.Remembered.class : GateRelease.Step.Left.class);
        }
    }

    /** They have nothing in common but the image. */
    @Test
    void podsOfTheirOwnAreNoWorkload() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            put(new HeldPod()
                    .without("/metadata/ownerReferences")
                    .with("/spec/initContainers/0/env", "[{name: ROLE, value: r" + i + "}]"));
            assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        }
    }

    /** The guard against a loop: what makes the gate again makes it in the next Pod, too. */
    @Test
    void aPodThatWasMadeWithTheGateAfterItWasGivenUpIsLeft() throws InterruptedException {
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        put(new HeldPod().with("/metadata/creationTimestamp", "\"2026-01-01T12:03:00Z\""));
        now = now.plusSeconds(300);
        assertThat(next()).isInstanceOf(GateRelease.Step.Left.class);
        assertThat(cluster.evicted()).isEmpty();
        assertThat(cluster.events()).containsExactly("GateNotReleased on Pod x1");
    }

    /** A replica may not have known yet. */
    @Test
    void aPodThatWasMadeJustAfterItIsEvicted() throws InterruptedException {
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        put(new HeldPod().with("/metadata/creationTimestamp", "\"2026-01-01T12:02:15Z\""));
        now = now.plusSeconds(300);
        assertThat(next()).isInstanceOf(GateRelease.Step.Evicted.class);
        assertThat(remembered().all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, StatefulSet, true",
        "apps/v1, DaemonSet, true",
        "v1, ReplicationController, true",
        "apps.example.com/v1, StatefulSet, false",
        "argoproj.io/v1alpha1, Workflow, false",
        "batch/v1, Job, false"
    })
    void onlyWhatIsReplacedIsEvicted(String apiVersion, String kind, boolean evicted) throws InterruptedException {
        put(new HeldPod()
                .with("/metadata/ownerReferences/0/apiVersion", apiVersion)
                .with("/metadata/ownerReferences/0/kind", kind));
        assertThat(rememberAndGoOn())
                .isInstanceOf(evicted ? GateRelease.Step.Evicted.class : GateRelease.Step.Left.class);
        assertThat(cluster.evicted()).hasSize(evicted ? 1 : 0);
        assertThat(remembered().all()).hasSize(1);
    }

    @Test
    void aPodOfItsOwnIsLeft() throws InterruptedException {
        put(new HeldPod().without("/metadata/ownerReferences"));
        assertThat(rememberAndGoOn()).isInstanceOf(GateRelease.Step.Left.class);
        assertThat(cluster.events()).isEqualTo(List.of("GateNotReleased on Pod x1"));
        assertThat(cluster.messages())
                .singleElement(as(STRING))
                .contains("it has no controller that would replace it. Delete it and create it again")
                .contains("when this Pod is gone: sidecar-first release --forget shop.");
    }

    /** Its Pod's end would be a failure, too. */
    @ParameterizedTest
    @CsvSource({
        "'{spec: {backoffLimit: 0}}', backoffLimit of",
        "'{spec: {backoffLimitPerIndex: 0, backoffLimit: 9}}'," + " backoffLimitPerIndex of"
    })
    void ofAJobThatMayNotFailTheJobIsToBeMadeAgain(String job, String limit) throws InterruptedException {
        cluster.put(JOB, Manifest.parse(job).trees().get(0));
        put(new HeldPod()
                .with("/metadata/ownerReferences/0/apiVersion", "batch/v1")
                .with("/metadata/ownerReferences/0/kind", "Job"));
        assertThat(rememberAndGoOn()).isInstanceOf(GateRelease.Step.Left.class);
        assertThat(cluster.messages())
                .singleElement(as(STRING))
                .contains(limit + " its Job")
                .contains("Delete the Job, not the Pod, and create it again")
                .doesNotContain("Delete it and");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {spec: {}}                                                                        | true
            {spec: {backoffLimit: 1}}                                                         | true
            {spec: {backoffLimit: 0}}                                                         | false
            {spec: {backoffLimit: 3}, status: {failed: 3}}                                    | false
            {spec: {backoffLimit: 3}, status: {failed: 2}}                                    | true
            {spec: {backoffLimit: 6}, status: {active: 6}}                                    | true
            {spec: {backoffLimit: 6}, status: {active: 7}}                                    | false
            {spec: {backoffLimit: 1}, status: {uncountedTerminatedPods: {failed: [u9]}}}      | false
            {spec: {backoffLimitPerIndex: 1, backoffLimit: 0}}                                | false
            {spec: {backoffLimitPerIndex: 1, backoffLimit: 2147483647}}                       | true
            {spec: {backoffLimitPerIndex: 0, backoffLimit: 2147483647}}                       | false
            {spec: {podFailurePolicy: {rules: [{action: Ignore}]}}}                           | true
            {spec: {podFailurePolicy: {rules: [{action: Ignore}, {action: FailJob}]}}}        | false
            """)
    void aPodOfAJobOnlyWhereThatMayFail(String job, boolean evicted) throws InterruptedException {
        cluster.put(JOB, Manifest.parse(job).trees().get(0));
        put(new HeldPod()
                .with("/metadata/ownerReferences/0/apiVersion", "batch/v1")
                .with("/metadata/ownerReferences/0/kind", "Job"));
        assertThat(rememberAndGoOn())
                .isInstanceOf(evicted ? GateRelease.Step.Evicted.class : GateRelease.Step.Left.class);
    }

    @Test
    void anEditedSidecarIsAnotherOne() throws InterruptedException {
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        put(new HeldPod().with("/spec/initContainers/0/image", "proxy:2"));
        now = now.plus(Duration.ofMinutes(5));
        assertThat(next()).isInstanceOf(GateRelease.Step.Remembered.class);
        assertThat(remembered().all()).hasSize(2);
    }
}
