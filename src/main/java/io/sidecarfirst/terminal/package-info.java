/** Words, tables and paragraphs for a terminal. Depends on no other package. */
@NullMarked
package io.sidecarfirst.terminal;

import org.jspecify.annotations.NullMarked;
