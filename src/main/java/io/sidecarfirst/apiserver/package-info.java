/** What this program asks of a cluster, by way of its API server. Nobody else talks to one. */
@NullMarked
package io.sidecarfirst.apiserver;

import org.jspecify.annotations.NullMarked;
