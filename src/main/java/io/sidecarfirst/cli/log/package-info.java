/** How log lines look: for a person on a terminal, as JSON anywhere else. */
@NullMarked
package io.sidecarfirst.cli.log;

import org.jspecify.annotations.NullMarked;
