/** {@code audit}: the sidecars of a cluster or of files in a table. */
@NullMarked
package io.sidecarfirst.cli.audit;

import org.jspecify.annotations.NullMarked;
