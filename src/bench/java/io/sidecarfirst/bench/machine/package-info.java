/** The machine that measures: what it is, what its processes use, and programs that are run on it. */
@NullMarked
package io.sidecarfirst.bench.machine;

import org.jspecify.annotations.NullMarked;
