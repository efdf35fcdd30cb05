/** {@code timeline}: how one Pod started, once or while it starts. */
@NullMarked
package io.sidecarfirst.cli.timeline;

import org.jspecify.annotations.NullMarked;
