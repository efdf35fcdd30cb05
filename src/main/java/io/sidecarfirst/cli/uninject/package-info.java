/** {@code uninject}: gates out of files. */
@NullMarked
package io.sidecarfirst.cli.uninject;

import org.jspecify.annotations.NullMarked;
