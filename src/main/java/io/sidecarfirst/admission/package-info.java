/**
 * AdmissionReview v1 in, AdmissionReview v1 out: bytes to bytes, with the decision of {@code gate} between them.
 *
 * <p>Knows nothing of HTTP and does not log: what is worth logging or counting is in the {@link
 * io.sidecarfirst.admission.Outcome}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 *     admission control</a>
 */
@NullMarked
package io.sidecarfirst.admission;

import org.jspecify.annotations.NullMarked;
