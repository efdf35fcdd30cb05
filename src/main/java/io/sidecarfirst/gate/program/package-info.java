/**
 * What well-known programs do by default: the data file {@code programs.yaml} and how an entry of it is found and read.
 * A container's options always win over what is written there.
 */
@NullMarked
package io.sidecarfirst.gate.program;

import org.jspecify.annotations.NullMarked;
