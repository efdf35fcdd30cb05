/**
 * What a container is told by its command, its arguments, its environment and the configurations in them: options with
 * their values, programs with their arguments, and the addresses that they make it listen on. No program is known here
 * by more than the conventions of all.
 */
@NullMarked
package io.sidecarfirst.gate.options;

import org.jspecify.annotations.NullMarked;
