/** {@code release}: which gates were given up, and how they are made again. */
@NullMarked
package io.sidecarfirst.cli.release;

import org.jspecify.annotations.NullMarked;
