/** {@code policy}: the MutatingAdmissionPolicy for some settings. */
@NullMarked
package io.sidecarfirst.cli.policy;

import org.jspecify.annotations.NullMarked;
