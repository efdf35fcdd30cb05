/**
 * The decision: a Pod's tree and the settings go in, a {@link io.sidecarfirst.gate.Plan plan} and its {@link
 * io.sidecarfirst.gate.Patch patch} come out.
 *
 * <p>Pure: no I/O, no clock, no logging, no Kubernetes client. The tree is the raw JSON of the Pod, so that a field that
 * this version has never heard of survives. Nothing here trusts its shape: what has the wrong type counts as absent,
 * because judging manifests is the API server's part.
 */
@NullMarked
package io.sidecarfirst.gate;

import org.jspecify.annotations.NullMarked;
