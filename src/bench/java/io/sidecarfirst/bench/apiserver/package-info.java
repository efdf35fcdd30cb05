/** An API server with many Pods, of the bench's own: as much of one as a replica asks for. */
@NullMarked
package io.sidecarfirst.bench.apiserver;

import org.jspecify.annotations.NullMarked;
