/** {@code version}: of this program, and of the server in the cluster. */
@NullMarked
package io.sidecarfirst.cli.version;

import org.jspecify.annotations.NullMarked;
