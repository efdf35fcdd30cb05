/** The commands of {@code src/bench/bench}; docs/performance.md says what each measures. */
@NullMarked
package io.sidecarfirst.bench;

import org.jspecify.annotations.NullMarked;
