/** {@code completion}: scripts for shells. */
@NullMarked
package io.sidecarfirst.cli.completion;

import org.jspecify.annotations.NullMarked;
