/** The program and its commands, a folder each; the only room that knows all the others. */
@NullMarked
package io.sidecarfirst.cli;

import org.jspecify.annotations.NullMarked;
