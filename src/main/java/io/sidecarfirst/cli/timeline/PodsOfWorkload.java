package io.sidecarfirst.cli.timeline;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How to list the Pods of a workload, for somebody who named it where one of them is meant. */
record PodsOfWorkload(ApiServer server, String namespace) {

    /**
     * A sentence with the command.
     *
     * @throws CommandFailure if there is no such workload
     */
    String hint(TimelineTarget.OfWorkload workload) throws InterruptedException {
        ApiServer.Answer answer = server.get(workload.resource().path(namespace, workload.name()));
        if (answer.code() == HttpURLConnection.HTTP_NOT_FOUND) {
            throw new CommandFailure(
                    ExitCode.INPUT,
                    "there is no " + workload + " in namespace " + namespace
                            + ", and a timeline is of one Pod; kubectl get pods -n " + namespace + " lists them");
        }
        String selector =
                labels(workload, answer.body()).map(labels -> " -l " + labels).orElse("");
        return "a timeline is of one Pod, not of " + workload + "; choose one of: kubectl get pods -n " + namespace
                + selector;
    }

    /** Only what can be written without quotes: labels, no expressions. */
    private static Optional<String> labels(TimelineTarget.OfWorkload workload, JsonNode object) {
        if (workload.resource() == WorkloadKind.JOB) {
            // Its selector is a long number.
            return Optional.of("batch.kubernetes.io/job-name=" + workload.name());
        }
        JsonNode selector = object.at("/spec/selector");
        JsonNode labels =
                workload.resource() == WorkloadKind.REPLICATION_CONTROLLER ? selector : selector.path("matchLabels");
        return labels.isEmpty() || !selector.path("matchExpressions").isEmpty()
                ? Optional.empty()
                : Optional.of(labels.properties().stream()
                        .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                        .collect(Collectors.joining(",")));
    }
}
