package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Pod that was there before its namespace was labelled was not missed, but is opted in. */
class OptedInPodsTest {
    private final OptedInPods optedIn = new OptedInPods();

    @BeforeEach
    void byTheLabelsOfTheChart(@TempDir Path folder) throws IOException, InterruptedException {
        try (FakeApiServer fake = FakeApiServer.start(new FakeCluster());
                ApiServer server = ApiServer.connect(fake.kubeconfig(folder, "default"), null)) {
            optedIn.read(server, null);
        }
    }

    private static OptedInPods.Namespace namespace(String value, String owners) {
        return OptedInPods.Namespace.of(
                        Manifest.parse("""
                        metadata:
                          name: shop
                          uid: n1
                          labels: {sidecar-first.io/injection: %s}
                          managedFields: [%s]
                        """.formatted(value, owners)).trees().get(0))
                .orElseThrow();
    }

    private static String owner(String time, String label) {
        return "{time: \"" + time + "\", fieldsV1: {f:metadata: {f:labels: {\"f:" + label + "\": {}}}}}";
    }

    private static String labelled(String time) {
        return owner(time, "sidecar-first.io/injection");
    }

    private static HeldPod missed() {
        return new HeldPod().without("/spec/initContainers/0/startupProbe").without("/metadata/annotations");
    }

    private void assertExpected(boolean expected) {
        assertThat(optedIn.contains(missed().observed())).isTrue();
        assertThat(optedIn.isExpected(missed().observed())).isEqualTo(expected);
    }

    /** The Pod was created at 12:00:00. */
    @ParameterizedTest
    @CsvSource({"2026-01-01T11:00:00Z, true", "2026-01-01T12:00:00Z, true", "2026-01-01T12:00:01Z, false"})
    void whatWasThereBeforeTheLabelWasNotMissed(String time, boolean expected) {
        optedIn.put(namespace("enabled", labelled(time)));
        assertExpected(expected);
    }

    @Test
    void whoSetsOtherLabelsSaysNothing() {
        optedIn.put(namespace("enabled", labelled("2026-01-01T11:00:00Z") + ", " + owner("2026-01-01T13:00:00Z", "x")));
        assertExpected(true);
        optedIn.replace(List.of());
        optedIn.put(namespace("enabled", owner("2026-01-01T13:00:00Z", "x")));
        assertExpected(true);
    }

    /** Each of several owners has the value that it has. */
    @Test
    void theFirstOfSeveralOwnersCounts() {
        optedIn.put(namespace("enabled", labelled("2026-01-01T13:00:00Z") + ", " + labelled("2026-01-01T11:00:00Z")));
        assertExpected(true);
    }

    /** Its owner has changed something else of the namespace. */
    @Test
    void whatWasKnownBeforeCounts() {
        optedIn.put(namespace("enabled", labelled("2026-01-01T11:00:00Z")));
        optedIn.put(namespace("enabled", labelled("2026-01-01T13:00:00Z")));
        assertExpected(true);
        optedIn.replace(List.of(namespace("enabled", labelled("2026-01-01T14:00:00Z"))));
        assertExpected(true);

        optedIn.put(namespace("disabled", labelled("2026-01-01T15:00:00Z")));
        optedIn.put(namespace("enabled", labelled("2026-01-01T16:00:00Z")));
        assertExpected(false);
    }

    @Test
    void aPodWithALabelOfItsOwnWasOptedIn() {
        optedIn.put(namespace("enabled", labelled("2026-01-01T13:00:00Z")));
        HeldPod own = missed().with("/metadata/labels", "{sidecar-first.io/injection: enabled}");
        assertThat(optedIn.isExpected(own.observed())).isTrue();
    }

    @Test
    void whyAPodIsNotOptedInIsTold(@TempDir Path folder) throws IOException, InterruptedException {
        ObservedPod pod = missed().observed();
        assertThat(new OptedInPods().ask(pod)).isEqualTo(OptedInPods.Answer.UNKNOWN);
        assertThat(optedIn.ask(pod)).as("its namespace").isEqualTo(OptedInPods.Answer.UNKNOWN);
        optedIn.put(namespace("disabled", ""));
        assertThat(optedIn.ask(pod)).isEqualTo(OptedInPods.Answer.NO);
        optedIn.put(namespace("enabled", ""));
        assertThat(optedIn.ask(pod)).isEqualTo(OptedInPods.Answer.YES);
        try (FakeApiServer fake = FakeApiServer.start(new FakeCluster());
                ApiServer server = ApiServer.connect(fake.kubeconfig(folder, "default"), null)) {
            optedIn.read(server, "deleted");
        }
        assertThat(optedIn.ask(pod)).isEqualTo(OptedInPods.Answer.NO_WEBHOOK);
        assertThat(optedIn.isExpected(pod)).isFalse();
    }
}
