/**
 * The decision in CEL, for clusters that want no server: {@link io.sidecarfirst.gate.Settings settings} go in, the text
 * of a MutatingAdmissionPolicy and of its bindings comes out.
 *
 * <p>Pure, like the gate. The rules are in the resource {@code policy.yaml}, which says at its head how it is written.
 * Where CEL cannot decide as the gate does, it makes no gate rather than a wrong one, and {@link
 * io.sidecarfirst.policy.Difference} says so.
 */
@NullMarked
package io.sidecarfirst.policy;

import org.jspecify.annotations.NullMarked;
