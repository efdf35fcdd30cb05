package io.sidecarfirst.observer;

import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.manifest.Manifest;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A Pod as an API server has it, whose mains wait for a sidecar: with its status, ready to be changed. */
final class HeldPod {
    static final Instant CREATED = Instant.parse("2026-01-01T12:00:00Z");
    static final Instant RAN = CREATED.plusSeconds(5);

    /** Gates of the source port are given up after 120 seconds. */
    static final ObserverSettings.ReleaseDelay DELAY = (pod, sidecar, source) -> source == SourceKind.PORT ? 120 : 0;

    private final ObjectNode root = (ObjectNode) Manifest.parse("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: web-1
              namespace: shop
              uid: u1
              resourceVersion: "7"
              creationTimestamp: "2026-01-01T12:00:00Z"
              annotations:
                sidecar-first.io/status: '{"proxy":{"gated":"port","period":1,"threshold":86400}}'
              ownerReferences:
              - {apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: r1, controller: true}
            spec:
              initContainers:
              - name: proxy
                image: proxy:1
                restartPolicy: Always
                ports: [{containerPort: 8080}]
                startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 86400}
              containers:
              - {name: app, image: app:1}
            status:
              phase: Pending
              initContainerStatuses:
              - name: proxy
                started: false
                restartCount: 0
                state: {running: {startedAt: "2026-01-01T12:00:05Z"}}
              containerStatuses:
              - {name: app, started: false, restartCount: 0, state: {waiting: {reason: PodInitializing}}}
            """).trees().get(0);

    /** Sets what is at a place, such as {@code /metadata/name}, to a YAML value. */
    HeldPod with(String place, String yaml) {
        int slash = place.lastIndexOf('/');
        var parent = root.at(place.substring(0, slash));
        var value = Manifest.parse("value: " + yaml).trees().get(0).path("value");
        String key = place.substring(slash + 1).replace("~1", "/");
        if (parent.isArray()) {
            ((tools.jackson.databind.node.ArrayNode) parent).set(Integer.parseInt(key), value);
        } else {
            ((ObjectNode) parent).set(key, value);
        }
        return this;
    }

    HeldPod without(String place) {
        int slash = place.lastIndexOf('/');
        ((ObjectNode) root.at(place.substring(0, slash))).remove(place.substring(slash + 1));
        return this;
    }

    /** Its sidecar is open. */
    HeldPod passed() {
        return with("/status/initContainerStatuses/0/started", "true");
    }

    /** Its main runs. */
    HeldPod mainRuns() {
        return passed().with("/status/containerStatuses/0/state", "{running: {startedAt: \"2026-01-01T12:00:20Z\"}}");
    }

    ObjectNode root() {
        return root;
    }

    ObservedPod observed() {
        return ObservedPod.of(root, DELAY).orElseThrow();
    }
}
