/**
 * The HTTPS endpoint that the API server calls, and the plain HTTP port for health and metrics.
 *
 * <p>What requests may cost is limited here: their size, their time, their memory, and how many are in flight.
 */
@NullMarked
package io.sidecarfirst.server;

import org.jspecify.annotations.NullMarked;
