package io.sidecarfirst.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Kinds with something shaped like a Pod template that is not what their Pods will be: its owner merges it with more,
 * takes parts of it, or only compares with it.
 *
 * @param groups API groups; one that begins with a point stands for all that end in it
 * @param kinds the kinds; none stands for all of the groups
 * @param why what is done with it, and what to do; begins in lower case
 */
record MadeOver(Set<String> groups, Set<String> kinds, String why) {
    private static final String CHART = "these are values of a chart; inject into what Helm renders with them";

    /** In no order. */
    private static final List<MadeOver> ALL = List.of(
            // Fluxcd, K3s: https://fluxcd.io/flux/components/helm/helmreleases/#values
            new MadeOver(Set.of("helm.toolkit.fluxcd.io", "helm.cattle.io"), Set.of(), CHART),
            // https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values
            new MadeOver(Set.of("argoproj.io"), Set.of("Application", "ApplicationSet"), CHART),
            // The executor's containers come to it: https://argo-workflows.readthedocs.io/en/latest/fields/#template
            new MadeOver(
                    Set.of("argoproj.io"),
                    Set.of("Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow"),
                    "Argo makes the Pod from this, with containers of its own"),
            // A queue-proxy comes to it, and init containers may not have a restartPolicy:
            // https://github.com/knative/serving/blob/main/pkg/apis/serving/fieldmask.go
            new MadeOver(
                    Set.of("serving.knative.dev"),
                    Set.of(),
                    "Knative makes the Pod from parts of this, with a queue-proxy of its own"),
            // https://github.com/kserve/kserve/blob/master/pkg/apis/serving/v1beta1/predictor.go
            new MadeOver(
                    Set.of("serving.kserve.io"), Set.of(), "KServe makes the Pod from this and from other objects"),
            // https://spark.apache.org/docs/latest/running-on-kubernetes.html#pod-template
            new MadeOver(
                    Set.of("sparkoperator.k8s.io", "spark.apache.org"),
                    Set.of(),
                    "Spark only starts with this, and makes the driver's or executor's container over"),
            // https://cloudnative-pg.io/documentation/current/connection_pooling/#pod-templates
            new MadeOver(Set.of("postgresql.cnpg.io"), Set.of(), "the operator merges this with its own"),
            // https://www.rabbitmq.com/kubernetes/operator/using-operator#override
            // https://github.com/mongodb/mongodb-kubernetes (statefulSet.spec is merged)
            // https://gateway.envoyproxy.io/docs/tasks/operations/customize-envoyproxy/
            // https://grafana.github.io/grafana-operator/docs/grafana/
            // https://github.com/alexandrevilain/temporal-operator (overrides)
            new MadeOver(
                    Set.of(
                            "rabbitmq.com",
                            "mongodbcommunity.mongodb.com",
                            "mongodb.com",
                            "gateway.envoyproxy.io",
                            "grafana.integreatly.org",
                            "temporal.io"),
                    Set.of(),
                    "the operator merges this with its own"),
            // https://docs.crossplane.io/latest/composition/compositions/
            new MadeOver(Set.of("apiextensions.crossplane.io"), Set.of(), "Crossplane patches this before it makes it"),
            // https://docs.crossplane.io/latest/packages/providers/#runtime-configuration
            new MadeOver(Set.of("pkg.crossplane.io"), Set.of(), "Crossplane merges this with its own"),
            // https://github.com/kubeflow/trainer
            new MadeOver(Set.of("trainer.kubeflow.org"), Set.of(), "a TrainJob is merged into this"),
            // https://github.com/actions/actions-runner-controller
            new MadeOver(Set.of("actions.summerwind.dev"), Set.of(), "the runner's container is merged into this"),
            // https://kyverno.io/docs/policy-types/cluster-policy/mutate/, and other policies
            new MadeOver(
                    Set.of("kyverno.io", ".kyverno.io", ".gatekeeper.sh", "admissionregistration.k8s.io"),
                    Set.of(),
                    "this is a policy, no Pod"),
            // https://kubevela.io/docs/
            new MadeOver(Set.of("core.oam.dev"), Set.of(), "KubeVela makes the workload from this and from traits"),
            new MadeOver(Set.of("admission.k8s.io"), Set.of(), "this is a request, no manifest"),
            // https://kueue.sigs.k8s.io/docs/concepts/workload/
            new MadeOver(Set.of("kueue.x-k8s.io"), Set.of("Workload"), "this is Kueue's copy of a template"));

    /** What is done with the templates of an object; nothing for most kinds. */
    static Optional<String> why(KubernetesObject object) {
        return ALL.stream().filter(one -> one.isOf(object)).map(MadeOver::why).findFirst();
    }

    private boolean isOf(KubernetesObject object) {
        String group = object.group();
        return (kinds.isEmpty() || kinds.contains(object.kind()))
                && groups.stream().anyMatch(one -> one.startsWith(".") ? group.endsWith(one) : group.equals(one));
    }
}
