package io.sidecarfirst.observer;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SourceKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the observer is told.
 *
 * @param namespace of its Lease and of the ConfigMap
 * @param lease the Lease's name
 * @param released the name of the ConfigMap in which gates are remembered that were given up
 * @param webhookConfiguration the MutatingWebhookConfiguration whose selectors say which Pods are opted in; null: the
 *     labels of the chart do
 * @param waitingAfter how long a Pod may wait on a gate until that is said
 * @param releaseDelay after how many seconds which gate is given up
 * @param identity who this is: no other replica is called so
 */
public record ObserverSettings(
        String namespace,
        String lease,
        String released,
        @Nullable String webhookConfiguration,
        Duration waitingAfter,
        ReleaseDelay releaseDelay,
        String identity) {

    /** After how many seconds a gate is given up. */
    @FunctionalInterface
    public interface ReleaseDelay {
        /** Of a gate that this project has made; 0: never. */
        long seconds(Pod pod, Container sidecar, SourceKind source);
    }
}
