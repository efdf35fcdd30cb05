/** What people ask of a cluster by way of its API server. The certificates have their own way to it. */
@NullMarked
package io.sidecarfirst.cluster;

import org.jspecify.annotations.NullMarked;
