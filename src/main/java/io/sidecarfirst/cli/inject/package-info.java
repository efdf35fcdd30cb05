/** {@code inject}: gates in files, and the KRM function. */
@NullMarked
package io.sidecarfirst.cli.inject;

import org.jspecify.annotations.NullMarked;
