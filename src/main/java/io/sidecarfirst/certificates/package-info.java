/**
 * Where TLS material comes from, and how it is replaced while the server runs.
 *
 * <p>{@link io.sidecarfirst.certificates.CertificateFiles} watches files and feeds what they hold into
 * {@link io.sidecarfirst.certificates.ReloadableKeyManager} (who we are) and
 * {@link io.sidecarfirst.certificates.ClientTrustManager} (who may call us);
 * {@link io.sidecarfirst.certificates.ServerTls} makes the {@code SSLContext} of the two. For local use
 * {@link io.sidecarfirst.certificates.SelfMadeCertificate} needs no files at all.
 *
 * <p>The JDK reads certificates and keys; BouncyCastle only makes them.
 */
@NullMarked
package io.sidecarfirst.certificates;

import org.jspecify.annotations.NullMarked;
