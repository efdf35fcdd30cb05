/** {@code explain}: what is decided for the sidecars of a Pod or workload, and why. */
@NullMarked
package io.sidecarfirst.cli.explain;

import org.jspecify.annotations.NullMarked;
