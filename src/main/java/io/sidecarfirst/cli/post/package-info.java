/** {@code post}: one review sent to a running endpoint. */
@NullMarked
package io.sidecarfirst.cli.post;

import org.jspecify.annotations.NullMarked;
