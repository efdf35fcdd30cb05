/**
 * Certificates on which the replicas in a cluster agree, and the trust of its API servers in them.
 *
 * <p>{@code Rotation} decides what the Secret and the caBundle should be, from what a replica sees;
 * {@code CertificateReconciler} does it. {@code SecretStore} and {@code CaBundleStore} are what it needs of a cluster,
 * {@code KubernetesSecretStore} and {@code KubernetesCaBundleStore} the same by way of an API server.
 */
@NullMarked
package io.sidecarfirst.certificates.cluster;

import org.jspecify.annotations.NullMarked;
