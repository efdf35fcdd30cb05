/** What changes between two texts, as people and {@code patch} read it. */
@NullMarked
package io.sidecarfirst.manifest.diff;

import org.jspecify.annotations.NullMarked;
