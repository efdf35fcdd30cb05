/** What several commands share: options, settings, input and output, exit codes. Depends on no command. */
@NullMarked
package io.sidecarfirst.cli.common;

import org.jspecify.annotations.NullMarked;
