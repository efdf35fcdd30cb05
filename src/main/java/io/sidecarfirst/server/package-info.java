/**
 * The HTTPS endpoint that the API server calls, and the plain HTTP port for health and metrics.
 *
 * <p>What a request may cost is bounded here: its size, its time, and how many there are at once.
 */
@NullMarked
package io.sidecarfirst.server;

import org.jspecify.annotations.NullMarked;
