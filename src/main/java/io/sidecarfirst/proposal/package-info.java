/**
 * What people are advised to change, tried before: changes of a Pod run through the decision, and the checks that
 * well-known programs answer. Pure: it knows the gate only.
 */
@NullMarked
package io.sidecarfirst.proposal;

import org.jspecify.annotations.NullMarked;
