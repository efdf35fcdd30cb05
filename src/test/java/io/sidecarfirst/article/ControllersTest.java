package io.sidecarfirst.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.install.HelmInstallation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Pods that controllers make are gated like those that people make. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControllersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The Job that is made of the CronJob's template. */
    private static final String NOW = "cron-job-now";

    private final KubernetesClient client = Cluster.shared().client();
    private ArticleNamespace namespace;

    /** All at once, so that they overlap. */
    @BeforeAll
    void create() {
        HelmInstallation.shared();
        namespace = ArticleNamespace.with("article-workloads");
        for (String file : List.of("deployment", "stateful-set", "daemon-set", "job", "cron-job")) {
            namespace.createWorkload("workloads/" + file);
        }
        runNow("cron-job");
    }

    @AfterAll
    void close() {
        namespace.close();
    }

    /** As {@code kubectl create job --from=cronjob/NAME} does. */
    private void runNow(String name) {
        CronJob cronJob = client.batch()
                .v1()
                .cronjobs()
                .inNamespace(namespace.name())
                .withName(name)
                .get();
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace.name())
                .resource(new JobBuilder()
                        .withNewMetadata()
                        .withName(NOW)
                        .withAnnotations(Map.of("cronjob.kubernetes.io/instantiate", "manual"))
                        .addNewOwnerReference()
                        .withApiVersion("batch/v1")
                        .withKind("CronJob")
                        .withName(name)
                        .withUid(cronJob.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withSpec(cronJob.getSpec().getJobTemplate().getSpec())
                        .build())
                .create();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment", "stateful-set", "daemon-set"})
    void itsPodIsGatedAndRunsInOrder(String workload) {
        Pod pod = pod("app", workload);
        assertGatedInOrder(pod);
        new Reports(namespace.name()).awaiting(pod.getMetadata().getName(), SeenPod::mainRuns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", NOW})
    void aJobIsGatedAndCompletes(String job) {
        Pod pod = pod("batch.kubernetes.io/job-name", job);
        assertGatedInOrder(pod);
        JobStatus status = await(job)
                .atMost(PATIENCE)
                .until(() -> job(job), ControllersTest::isOver)
                .getStatus();
        assertThat(status.getSucceeded()).isEqualTo(1);
        assertThat(status.getFailed()).isIn(null, 0);
        assertThat(pod("batch.kubernetes.io/job-name", job).getStatus().getPhase())
                .isEqualTo("Succeeded");
    }

    private Job job(String name) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace.name())
                .withName(name)
                .get();
    }

    private static boolean isOver(Job job) {
        return Optional.ofNullable(job.getStatus())
                .map(JobStatus::getConditions)
                .filter(conditions -> conditions.stream()
                        .anyMatch(condition -> List.of("Complete", "Failed").contains(condition.getType())
                                && condition.getStatus().equals("True")))
                .isPresent();
    }

    /** The Pod that a controller has made. */
    private Pod pod(String label, String value) {
        return await(value)
                .atMost(PATIENCE)
                .until(
                        () ->
                                client
                                        .pods()
                                        .inNamespace(namespace.name())
                                        .withLabel(label, value)
                                        .list()
                                        .getItems()
                                        .stream()
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Its nginx takes some seconds to serve, and its main started after that. */
    private void assertGatedInOrder(Pod pod) {
        Probe gate = pod.getSpec().getInitContainers().get(0).getStartupProbe();
        assertThat(gate.getTcpSocket().getPort().getIntVal()).isEqualTo(80);
        ObjectMeta metadata = pod.getMetadata();
        assertThat(metadata.getAnnotations()).containsKey("sidecar-first.io/status");
        Reports reports = new Reports(namespace.name());
        assertThat(reports.written(metadata.getName(), "myapp"))
                .isGreaterThan(reports.written(metadata.getName(), "nginx"));
    }
}
