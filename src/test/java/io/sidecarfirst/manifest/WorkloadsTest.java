package io.sidecarfirst.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {
    private static final String POD = "{metadata: {labels: {a: b}}, spec: {containers: [{name: app, image: nginx}]}}";

    @ParameterizedTest
    @CsvSource({
        "apps/v1, Deployment",
        "extensions/v1beta1, Deployment",
        "apps/v1beta2, StatefulSet",
        "apps/v1, DaemonSet",
        "apps/v1, ReplicaSet",
        "v1, ReplicationController",
        "batch/v1, Job",
        "batch.volcano.sh/v1alpha1, Job",
        "argoproj.io/v1alpha1, Rollout",
        "apps.kruise.io/v1alpha1, CloneSet",
    })
    void templatesBelowSpec(String version, String kind) {
        String yaml = "{apiVersion: %s, kind: %s, metadata: {name: web, namespace: shop}, spec: {template: %s}}"
                .formatted(version, kind, POD);
        assertThat(Manifest.parse(yaml).workloads()).singleElement().satisfies(workload -> {
            assertThat(workload.kind()).isEqualTo(kind);
            assertThat(workload.name()).isEqualTo("web");
            assertThat(workload.namespace()).isEqualTo("shop");
            assertThat(workload.at()).hasToString("/spec/template");
            assertThat(workload.pod().at("/metadata/labels/a").asString()).isEqualTo("b");
            assertThat(workload.describe()).isEqualTo(kind.toLowerCase(Locale.ROOT) + "/web");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}|pod/a|''",
                "{apiVersion: v1, kind: PodTemplate, metadata: {name: a}, template: {spec: {}}}"
                        + "|podtemplate/a|/template",
                "{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: a},"
                        + " spec: {jobTemplate: {spec: {template: {spec: {}}}}}}"
                        + "|cronjob/a|/spec/jobTemplate/spec/template",
                "{apiVersion: v1, kind: Pod, metadata: {generateName: a-}, spec: {}}|pod/a-*|''",
                "{apiVersion: v1, kind: Pod, spec: {}}|pod/(no name)|''",
                "{apiVersion: v1, kind: Pod, metadata: {name: 12}, spec: {}}|pod/12|''",
            })
    void otherPlaces(String yaml, String described, String at) {
        assertThat(Manifest.parse(yaml).workloads()).singleElement().satisfies(workload -> {
            assertThat(workload.describe()).isEqualTo(described);
            assertThat(workload.at()).hasToString(at);
            assertThat(workload.namespace()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: Pod, spec: {}}",
                "{apiVersion: v1, spec: {}}",
                "{apiVersion: v1, kind: Pod}",
                "{apiVersion: v1, kind: Pod, spec: []}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: null}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: null}}}",
                "{apiVersion: example.com/v1, kind: Pod, spec: {containers: []}}",
                "{apiVersion: example.com/v1, kind: Certificate, spec: {template: {spec: {}}}}",
                "{apiVersion: example.com/v1, kind: Job, spec: {template: {spec: {containers: 1}}}}",
                "{apiVersion: v1, kind: Service, spec: {}}",
                "{apiVersion: v1, kind: List, items: null}",
                "{apiVersion: [v1], kind: {a: b}, spec: {}}",
                "[{apiVersion: v1, kind: Pod, spec: {}}]",
                "text",
                "12",
                "~",
            })
    void noWorkloads(String yaml) {
        assertThat(Manifest.parse(yaml).workloads()).isEmpty();
    }

    @Test
    void lists() {
        String yaml = """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}
                - {apiVersion: v1, kind: Service, metadata: {name: b}}
                - apiVersion: v1
                  kind: List
                  items:
                  - {apiVersion: batch/v1, kind: Job, metadata: {name: c}, spec: {template: {spec: {}}}}
                - null
                ---
                apiVersion: apps/v1
                kind: DeploymentList
                items:
                - metadata: {name: d}
                  spec: {template: {spec: {}}}
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: e}, spec: {template: {spec: {}}}}
                """;
        assertThat(Manifest.parse(yaml).workloads())
                .extracting(Workload::describe, workload -> workload.at().toString())
                .containsExactly(
                        tuple("pod/a", "/items/0"),
                        tuple("job/c", "/items/2/items/0/spec/template"),
                        tuple("deployment/d", "/items/0/spec/template"),
                        tuple("deployment/e", "/items/1/spec/template"));
    }
}
