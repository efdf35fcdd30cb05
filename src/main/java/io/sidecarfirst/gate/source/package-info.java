/** What a gate can be derived from: one source a file, their order in {@link io.sidecarfirst.gate.source.Sources}. */
@NullMarked
package io.sidecarfirst.gate.source;

import org.jspecify.annotations.NullMarked;
