/** What controls an object of a cluster. */
@NullMarked
package io.sidecarfirst.cluster;

import org.jspecify.annotations.NullMarked;
