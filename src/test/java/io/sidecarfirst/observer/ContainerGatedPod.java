package io.sidecarfirst.observer;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A Pod as an API server has it, whose gate container asks a sidecar for which an author has spoken, and a guess. */
final class ContainerGatedPod {
    /** When its gate container began to ask. */
    static final Instant ASKED = HeldPod.RAN.plusSeconds(2);

    private final HeldPod pod = new HeldPod()
            .with(
                    "/metadata/annotations/sidecar-first.io~1status",
                    "'{\"proxy\":{\"gated\":\"readinessProbe\",\"by\":\"container\"},"
                            + "\"adapter\":{\"gated\":\"port\",\"by\":\"container\"}}'")
            .with("/spec/initContainers", """
                    [{name: proxy, image: proxy:1, restartPolicy: Always, ports: [{containerPort: 8080}]},
                     {name: adapter, image: adapter:1, restartPolicy: Always, ports: [{containerPort: 8081}]},
                     {name: sidecar-first-gate, image: gate:1, args: [
                       '{"sidecar":"proxy","source":"readinessProbe","timeoutSeconds":1,"tcpSocket":{"port":8080}}',
                       '{"sidecar":"adapter","source":"port","releaseAfterSeconds":90,"tcpSocket":{"port":8081}}']}]
                    """)
            .with("/status/initContainerStatuses", """
                    [{name: proxy, started: true, state: {running: {startedAt: "2026-01-01T12:00:05Z"}}},
                     {name: adapter, started: true, state: {running: {startedAt: "2026-01-01T12:00:06Z"}}},
                     {name: sidecar-first-gate, state: {running: {startedAt: "2026-01-01T12:00:07Z"}}}]
                    """);

    /** Sets what is at a place to a YAML value. */
    ContainerGatedPod with(String place, String yaml) {
        pod.with(place, yaml);
        return this;
    }

    /** Its gate container is in this state, in YAML. */
    ContainerGatedPod gate(String state) {
        return with("/status/initContainerStatuses/2/state", state);
    }

    ContainerGatedPod cannotStart() {
        return gate("{waiting: {reason: ImagePullBackOff}}");
    }

    ContainerGatedPod failed() {
        return gate("{waiting: {reason: CrashLoopBackOff}}")
                .with(
                        "/status/initContainerStatuses/2/lastState",
                        "{terminated: {exitCode: 137, reason: OOMKilled, finishedAt: \"2026-01-01T12:00:09Z\"}}");
    }

    /** Its gate container has ended well, and has said this. */
    ContainerGatedPod ended(String message) {
        return gate("{terminated: {exitCode: 0, startedAt: \"2026-01-01T12:00:07Z\", finishedAt: "
                + "\"2026-01-01T12:01:37Z\", message: '" + message.replace("'", "''") + "'}}");
    }

    ContainerGatedPod allAnswered() {
        return ended("{\"proxy\":{\"passedAfterSeconds\":3.5},\"adapter\":{\"passedAfterSeconds\":5.5}}");
    }

    ContainerGatedPod gaveUp() {
        return ended("{\"proxy\":{\"passedAfterSeconds\":3.5},\"adapter\":{\"givenUpAfterSeconds\":90.0,"
                + "\"failure\":\"connect to 127.0.0.1:8081: connection refused\"}}");
    }

    ContainerGatedPod mainRuns() {
        return with("/status/containerStatuses/0/state", "{running: {startedAt: \"2026-01-01T12:01:38Z\"}}");
    }

    ObjectNode root() {
        return pod.root();
    }

    ObservedPod observed() {
        return pod.observed();
    }
}
