package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.certificates.CertificateListener;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Keeps the serving certificate and what API servers trust in step, on one daemon thread, until it is closed. */
public final class ClusterCertificates implements AutoCloseable {
    private final ApiServer server;
    private final CompletableFuture<Void> trusted = new CompletableFuture<>();
    private final ReconcileLoop loop;

    /** @param reconciler makes the reconciler, given what to run once the serving certificate is trusted */
    private ClusterCertificates(
            ApiServer server,
            Function<Runnable, Supplier<ReconcileLoop.Result>> reconciler,
            CertificateListener listener) {
        this.server = server;
        this.loop = ReconcileLoop.start(reconciler.apply(() -> trusted.complete(null)), listener);
    }

    /**
     * Makes and renews the certificate, together with all other replicas.
     *
     * @param secret where the replicas agree
     * @param configuration the MutatingWebhookConfiguration whose caBundle is kept right
     * @param serverName what API servers verify: {@code SERVICE.NAMESPACE.svc}, or the host of a URL
     * @param lifetime of a certificate; renewed when two thirds of it are over
     * @param keys what is served; swapped when there is a better certificate
     * @param listener told of renewals and problems
     * @throws io.sidecarfirst.apiserver.ApiServerException if the Pod's service account cannot be used
     */
    public static ClusterCertificates manage(
            ObjectName secret,
            String configuration,
            String serverName,
            Duration lifetime,
            ReloadableKeyManager keys,
            CertificateListener listener) {
        ApiServer server = ApiServer.ofThisPod();
        return new ClusterCertificates(
                server,
                trusted -> new CertificateReconciler(
                        new KubernetesSecretStore(server, secret),
                        new KubernetesCaBundleStore(server, configuration),
                        new Rotation(serverName, lifetime),
                        keys,
                        server.clock(),
                        System::nanoTime,
                        trusted,
                        listener),
                listener);
    }

    /**
     * Only looks whether API servers trust what is served: the certificate, and the caBundle, are somebody else's.
     *
     * @param keys what is served
     * @param listener told of problems
     * @throws io.sidecarfirst.apiserver.ApiServerException if the Pod's service account cannot be used
     */
    public static ClusterCertificates await(
            String configuration, String serverName, ReloadableKeyManager keys, CertificateListener listener) {
        ApiServer server = ApiServer.ofThisPod();
        return new ClusterCertificates(
                server,
                trusted -> new TrustReconciler(
                        new KubernetesCaBundleStore(server, configuration),
                        keys::current,
                        serverName,
                        server.clock(),
                        trusted),
                listener);
    }

    /** Completes when the live caBundle was read and verifies what is served. */
    public CompletableFuture<Void> trusted() {
        return trusted.copy();
    }

    /** Ends the loop. What is served stays in use. */
    @Override
    public void close() {
        loop.close();
        server.close();
    }
}
