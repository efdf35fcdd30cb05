/**
 * What of sidecar-first is installed in a cluster, and which Pods have opted in to it: webhook configurations, policies
 * and their label selectors. Pure: trees go in.
 */
@NullMarked
package io.sidecarfirst.installation;

import org.jspecify.annotations.NullMarked;
