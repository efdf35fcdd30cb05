/**
 * The decision: a Pod's JSON and the settings go in, a {@link io.sidecarfirst.gate.Plan plan} and its {@link
 * io.sidecarfirst.gate.Patch patch} come out.
 *
 * <p>A gate is a startupProbe on a native sidecar: the kubelet starts what comes after the sidecar only when it has
 * passed. The mains are the Pod's {@code spec.containers}, which come after all init containers.
 *
 * <p>Pure: no I/O, no clock, no logging, no Kubernetes client. The Pod is its raw JSON, so that fields which this
 * version does not know are kept. Nothing here trusts its shape: a value of the wrong type counts as absent, because
 * validation is the API server's job.
 */
@NullMarked
package io.sidecarfirst.gate;

import org.jspecify.annotations.NullMarked;
