/**
 * Manifests as a KRM function gets and returns them: a ResourceList on standard input, and one with results on standard
 * output.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md">
 *     KRM functions specification</a>
 */
@NullMarked
package io.sidecarfirst.manifest.krm;

import org.jspecify.annotations.NullMarked;
