/** Reviews of given sizes, posted in a closed loop over TLS, and how long each took. */
@NullMarked
package io.sidecarfirst.bench.load;

import org.jspecify.annotations.NullMarked;
