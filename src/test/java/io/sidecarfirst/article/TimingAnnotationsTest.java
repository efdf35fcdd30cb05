package io.sidecarfirst.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.install.HelmInstallation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Pod's own timing, as it stands in the Pod that the API server created. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimingAnnotationsTest {
    private ArticleNamespace namespace;

    @BeforeAll
    void namespace() {
        HelmInstallation.shared();
        namespace = ArticleNamespace.with("article-timing");
    }

    @AfterAll
    void close() {
        namespace.close();
    }

    @Test
    void annotationsSetTheTiming() {
        Cluster.Answer answer = namespace.create("timing/timing");
        assertThat(answer.warnings()).allSatisfy(warning -> assertThat(warning).contains("is gated on a guess"));
        assertThat(probe(answer, 0)).isEqualTo(JsonMapper.shared().readTree("""
                {"tcpSocket": {"port": 8080}, "initialDelaySeconds": 2, "periodSeconds": 3, "timeoutSeconds": 4,
                 "successThreshold": 1, "failureThreshold": 5}"""));
        assertThat(probe(answer, 1)).isEqualTo(JsonMapper.shared().readTree("""
                {"tcpSocket": {"port": 80}, "initialDelaySeconds": 2, "periodSeconds": 6, "timeoutSeconds": 4,
                 "successThreshold": 1, "failureThreshold": 5}"""));
    }

    @Test
    void aBadOneGivesAWarningAndTheDefault() {
        Cluster.Answer answer = namespace.create("timing/bad-timing");
        assertThat(answer.warnings())
                .contains("299 - \"annotation sidecar-first.io/period-seconds=\\\"soon\\\" cannot be used and is"
                        + " ignored; allowed: a whole number, 1..2147483647\"");
        assertThat(probe(answer, 0).path("periodSeconds").asInt()).isEqualTo(1);
        assertThat(probe(answer, 0).path("failureThreshold").asInt()).isEqualTo(86400);
    }

    private static JsonNode probe(Cluster.Answer answer, int sidecar) {
        return answer.body().at("/spec/initContainers/" + sidecar + "/startupProbe");
    }
}
