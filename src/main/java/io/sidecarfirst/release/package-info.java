/** What gates were given up because they did not open, and so are not made again. */
@NullMarked
package io.sidecarfirst.release;

import org.jspecify.annotations.NullMarked;
