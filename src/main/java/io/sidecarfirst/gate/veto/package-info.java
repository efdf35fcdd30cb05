/**
 * What speaks against a gate: one veto per file, their order in {@link io.sidecarfirst.gate.veto.Vetoes}.
 *
 * <p>A new veto is a file here, a line there, its CEL in {@code policy.yaml} and a golden. Its reason is a constant of
 * {@link io.sidecarfirst.gate.Reason}: one of those that exist, if it fits.
 */
@NullMarked
package io.sidecarfirst.gate.veto;

import org.jspecify.annotations.NullMarked;
