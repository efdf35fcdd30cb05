/**
 * One Pod's plan in plain words: what was decided for each sidecar and why, how long the mains may wait, what happens
 * when a sidecar never becomes ready, how to change it, and which hazards are around.
 *
 * <p>Pure: trees and a {@link io.sidecarfirst.gate.Plan plan} go in, an {@link io.sidecarfirst.explain.Explanation
 * explanation} comes out, as text or as JSON. Start at {@link io.sidecarfirst.explain.Explainer}.
 */
@NullMarked
package io.sidecarfirst.explain;

import org.jspecify.annotations.NullMarked;
