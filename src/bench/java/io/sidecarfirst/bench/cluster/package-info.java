/** What is measured on a real API server and a real kubelet. */
@NullMarked
package io.sidecarfirst.bench.cluster;

import org.jspecify.annotations.NullMarked;
