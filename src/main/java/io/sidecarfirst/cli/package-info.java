/** The program and its commands, each in its own package; the only package that depends on all the others. */
@NullMarked
package io.sidecarfirst.cli;

import org.jspecify.annotations.NullMarked;
