/** {@code serve}: the server from its options to its end. */
@NullMarked
package io.sidecarfirst.cli.serve;

import org.jspecify.annotations.NullMarked;
