/** What may go wrong with gates: one hazard a file, their order in {@link io.sidecarfirst.explain.hazard.Hazards}. */
@NullMarked
package io.sidecarfirst.explain.hazard;

import org.jspecify.annotations.NullMarked;
