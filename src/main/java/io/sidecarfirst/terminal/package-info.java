/** Words, tables and paragraphs for a terminal. Knows no other room. */
@NullMarked
package io.sidecarfirst.terminal;

import org.jspecify.annotations.NullMarked;
