package io.sidecarfirst.certificates.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Keeps what is served, and what API servers trust, in step. On one daemon thread, until it is closed. */
public final class ClusterCertificates implements AutoCloseable {
    private final KubernetesClient client;
    private final CompletableFuture<Void> trusted;
    private final Patrol patrol;

    private ClusterCertificates(KubernetesClient client, Looks looks) {
        this.client = client;
        this.trusted = new CompletableFuture<>();
        this.patrol = Patrol.start(looks.with(() -> trusted.complete(null)));
    }

    /** What is looked at, once it is known whom to tell. */
    private interface Looks {
        Supplier<Attempt> with(Runnable trusted);
    }

    /**
     * Makes and renews the certificate, together with all other replicas.
     *
     * @param secret where the replicas agree
     * @param configuration the MutatingWebhookConfiguration whose caBundle is kept right
     * @param serverName what API servers verify: {@code SERVICE.NAMESPACE.svc}
     * @param lifetime of a certificate; renewed when two thirds of it are over
     * @param keys what is served; swapped when there is a better certificate
     */
    public static ClusterCertificates manage(
            ObjectName secret, String configuration, String serverName, Duration lifetime, ReloadableKeyManager keys) {
        ServerClock clock = new ServerClock(InstantSource.system());
        KubernetesClient client = client(clock);
        return new ClusterCertificates(
                client,
                trusted -> new ManagedCertificates(
                        new SecretObject(client, secret),
                        new WebhookConfiguration(client, configuration),
                        new Rotation(serverName, lifetime),
                        keys,
                        clock,
                        System::nanoTime,
                        trusted));
    }

    /**
     * Only looks whether API servers trust what is served: the certificate, and the caBundle, are somebody else's.
     *
     * @param keys what is served
     */
    public static ClusterCertificates await(String configuration, String serverName, ReloadableKeyManager keys) {
        ServerClock clock = new ServerClock(InstantSource.system());
        KubernetesClient client = client(clock);
        return new ClusterCertificates(
                client,
                trusted -> new AwaitedTrust(
                        new WebhookConfiguration(client, configuration), keys::current, serverName, clock, trusted));
    }

    private static KubernetesClient client(ServerClock clock) {
        Config config = new ConfigBuilder(Config.autoConfigure(null))
                .withConnectionTimeout(5_000)
                .withRequestTimeout(10_000)
                // For a request now and then HTTP/1.1 is enough, and needs less memory.
                .withHttp2Disable(true)
                // The next look is the retry.
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("server-clock", clock))
                .build();
    }

    /** Completes when the live caBundle was read and verifies what is served. */
    public CompletableFuture<Void> trusted() {
        return trusted.copy();
    }

    /** Stops looking. What is served stays in use. */
    @Override
    public void close() {
        patrol.close();
        client.close();
    }
}
