/**
 * What becomes of gates in a cluster: the Pods are watched, those that wait are told of by Events, and gates that were
 * guessed wrong are given up. Nothing of admission waits for it.
 */
@NullMarked
package io.sidecarfirst.observer;

import org.jspecify.annotations.NullMarked;
