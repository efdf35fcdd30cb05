/** What several commands share: options, settings, input and output, exit codes. Knows no command. */
@NullMarked
package io.sidecarfirst.cli.common;

import org.jspecify.annotations.NullMarked;
