package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SourceKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the observer is told.
 *
 * @param lease the Lease that the active replica holds
 * @param webhookConfiguration the MutatingWebhookConfiguration whose selectors say which Pods are opted in; null: the
 *     labels of the chart do
 * @param waitingAfter how long a Pod may wait on a gate until that is said
 * @param release when gates are given up; null for never
 * @param gate the decision, as the webhook takes it
 * @param identity who this is: no other replica is called so
 */
public record ObserverSettings(
        ObjectName lease,
        @Nullable String webhookConfiguration,
        Duration waitingAfter,
        @Nullable ReleaseSettings release,
        Gate gate,
        String identity) {

    /**
     * When gates are given up, and where that is remembered.
     *
     * @param releases the ConfigMap
     */
    public record ReleaseSettings(ObjectName releases, ReleaseDelay delay) {}

    /** After how many seconds a gate is given up. */
    @FunctionalInterface
    public interface ReleaseDelay {
        /** Of a gate that this project has made; 0: never. */
        long seconds(Pod pod, Container sidecar, SourceKind source);
    }

    ReleaseDelay releaseDelay() {
        return release == null ? (pod, sidecar, source) -> 0 : release.delay();
    }
}
