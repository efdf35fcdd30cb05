package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.source.Sources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workloads that a gate would take down, on a real kubelet: with the label each comes up as it does without it. To show
 * that the danger is real, each also runs under a webhook that knows no vetoes: there it hangs.
 *
 * <p>The workloads are the files of {@code src/test/resources/starts}; a line {@code # skipped: REASON} says what the
 * webhook writes on their Pods.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SkippedSidecarsTest {
    private static final Path FILES = Path.of("src/test/resources/starts");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int FAILURES = 3;

    private Cluster cluster;
    private StartsNamespace without;
    private StartsNamespace with;
    private StartsNamespace withoutVetoes;

    @BeforeAll
    void start() throws IOException {
        cluster = Cluster.shared();
        without = new StartsNamespace("starts-without", null);
        with = new StartsNamespace("starts-with", Gates.DEFAULT);
        withoutVetoes =
                new StartsNamespace("starts-without-vetoes", new Gate(Settings.DEFAULTS, Sources.IN_ORDER, List.of()));
        // All at once, so that they overlap.
        for (String name : (Iterable<String>) names()::iterator) {
            for (StartsNamespace namespace : List.of(without, with, withoutVetoes)) {
                namespace.create(name);
            }
        }
    }

    @AfterAll
    void stop() {
        Stream.of(without, with, withoutVetoes).forEach(StartsNamespace::close);
    }

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            List<String> names = files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void comesUpWithoutTheWebhook(String name) {
        without.awaitStart(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void comesUpWithTheWebhookWhichSkipsIt(String name) throws IOException {
        with.awaitStart(name);
        assertThat(with.pod(name).orElseThrow().getMetadata().getAnnotations().get("sidecar-first.io/status"))
                .contains("{\"skipped\":\"" + expectedReason(name) + "\"}")
                .doesNotContain("gated");
    }

    @ParameterizedTest
    @MethodSource("names")
    void wouldHangBehindAGate(String name) {
        withoutVetoes.awaitFailures(name);
        assertThat(withoutVetoes.pod(name).filter(SkippedSidecarsTest::started)).isEmpty();
    }

    private static String expectedReason(String name) throws IOException {
        return text(name)
                .lines()
                .filter(line -> line.startsWith("# skipped: "))
                .map(line -> line.substring("# skipped: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(String name) throws IOException {
        return Files.readString(FILES.resolve(name + ".yaml"));
    }

    /** Whether every main runs, or has run to its end. */
    private static boolean started(Pod pod) {
        List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
        return !statuses.isEmpty()
                && statuses.stream().map(ContainerStatus::getState).allMatch(SkippedSidecarsTest::ran);
    }

    private static boolean ran(ContainerState state) {
        return state.getRunning() != null
                || (state.getTerminated() != null && state.getTerminated().getExitCode() == 0);
    }

    /** A namespace with all workloads, and the webhook that serves it, if there is one. */
    private final class StartsNamespace implements AutoCloseable {
        private final String name;
        private final List<AutoCloseable> webhook;

        private StartsNamespace(String name, @Nullable Gate gate) {
            this.name = name;
            String label = WebhookRegistration.label();
            cluster.namespace(name, gate == null ? Map.of() : Map.of(label, "enabled"));
            if (gate == null) {
                webhook = List.of();
                return;
            }
            LocalWebhook local = LocalWebhook.start(cluster, gate);
            WebhookRegistration registration = WebhookRegistration.create(
                            cluster, "zz-" + name, local.url(), local.authorityPem(), label, true)
                    .awaiting(() -> cluster.createPod(name, StartOrderTest.article(), true)
                            .body()
                            .at("/spec/initContainers/0")
                            .has("startupProbe"));
            webhook = List.of(registration, local);
        }

        private void create(String file) throws IOException {
            cluster.client()
                    .load(new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8)))
                    .inNamespace(name)
                    .create();
        }

        private Optional<Pod> pod(String file) {
            return cluster.client().pods().inNamespace(name).withLabel("starts", file).list().getItems().stream()
                    .findFirst();
        }

        private void awaitStart(String file) {
            await(file + " in " + name)
                    .atMost(PATIENCE)
                    .until(() -> pod(file).filter(SkippedSidecarsTest::started).isPresent());
        }

        private void awaitFailures(String file) {
            await(file + " in " + name).atMost(PATIENCE).until(() -> failures(file) >= FAILURES);
        }

        private int failures(String file) {
            return cluster.client().v1().events().inNamespace(name).list().getItems().stream()
                    .filter(event -> event.getInvolvedObject().getName().startsWith(file))
                    .filter(event -> event.getMessage().startsWith("Startup probe failed"))
                    .mapToInt((Event event) ->
                            Optional.ofNullable(event.getCount()).orElse(1))
                    .sum();
        }

        @Override
        public void close() {
            for (AutoCloseable part : webhook) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            cluster.deleteNamespace(name);
        }
    }
}
