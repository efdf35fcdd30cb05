/** Figures, their ratios, and the committed ratios that they are compared with. */
@NullMarked
package io.sidecarfirst.bench.result;

import org.jspecify.annotations.NullMarked;
