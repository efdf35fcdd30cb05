/**
 * Certificates on which the replicas in a cluster agree, and the trust of its API servers in them.
 *
 * <p>{@code Rotation} decides what the Secret and the caBundle should be, from what
 * a replica sees; {@code ManagedCertificates} does it. {@code CertificateSecret} and {@code LiveTrust} are what they need
 * of a cluster, {@code SecretObject} and {@code WebhookConfiguration} the same by way of an API server.
 */
@NullMarked
package io.sidecarfirst.certificates.cluster;

import org.jspecify.annotations.NullMarked;
