/**
 * What objects of a cluster say of themselves: a Pod's status, its status annotation and Events, who owns it, and of
 * what version the cluster is. Pure: trees go in.
 */
@NullMarked
package io.sidecarfirst.observed;

import org.jspecify.annotations.NullMarked;
