/**
 * Which sidecars of many Pods are gated, and which are not and why: workloads and Pods go in one by one and are
 * forgotten, rows come out.
 *
 * <p>Pure: no I/O and no clock. Start at {@link io.sidecarfirst.audit.Audit}.
 */
@NullMarked
package io.sidecarfirst.audit;

import org.jspecify.annotations.NullMarked;
