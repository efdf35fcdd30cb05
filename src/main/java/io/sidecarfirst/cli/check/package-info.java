/** {@code check}: whether a namespace is gated, asked of the cluster. */
@NullMarked
package io.sidecarfirst.cli.check;

import org.jspecify.annotations.NullMarked;
