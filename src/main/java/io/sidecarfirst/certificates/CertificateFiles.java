package io.sidecarfirst.certificates;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps keys and client authorities in step with the files that they come from: Secret volumes, cert-manager,
 * {@code cp}, an editor. One daemon thread compares the content at an interval, and what changed counts from the next
 * handshake on.
 *
 * <p>Only good content counts. Files that are half written, unreadable or do not belong together leave the old ones in
 * use and are logged once at WARN, as is a certificate about to expire. A change is taken, or complained about, when it
 * has been the same for two polls, so within two intervals.
 */
public final class CertificateFiles implements AutoCloseable {
    /** A kubelet takes up to a minute or two to bring a Secret into a volume, so this adds nothing. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

    private final InstantSource clock;
    private final CertificateListener listener;
    private final List<Runnable> watched = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread;

    /** Looks at the files every {@link #DEFAULT_INTERVAL}. */
    public CertificateFiles(CertificateListener listener) {
        this(DEFAULT_INTERVAL, InstantSource.system(), listener);
    }

    /**
     * @param interval between two looks at the files; positive
     */
    public CertificateFiles(Duration interval) {
        this(interval, InstantSource.system(), CertificateListener.NONE);
    }

    CertificateFiles(Duration interval, InstantSource clock, CertificateListener listener) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the interval must be positive, not " + interval);
        }
        this.clock = clock;
        this.listener = listener;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "certificate-files");
            daemon.setDaemon(true);
            return daemon;
        });
        // Never completes: poll() does not throw.
        var unused =
                thread.scheduleWithFixedDelay(this::poll, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Loads a certificate chain and its key now, and again whenever the files change.
     *
     * @param chainFile PEM certificates, the leaf first
     * @param keyFile one unencrypted PEM key; may be the same file
     * @throws InvalidCertificateException if they cannot be used as they are now
     */
    public ReloadableKeyManager keys(Path chainFile, Path keyFile) {
        WatchedFiles<KeyMaterial> files = new WatchedFiles<>(
                "TLS certificate",
                List.of(chainFile, keyFile),
                pair -> KeyMaterial.parse(pair.get(0), pair.get(1)),
                listener);
        ReloadableKeyManager keys = new ReloadableKeyManager(files.first());
        CertificateHealth health = new CertificateHealth(() -> keys.current().leaf(), clock);
        health.poll();
        watched.add(() -> {
            files.poll().ifPresent(keys::swap);
            health.poll();
        });
        return keys;
    }

    /**
     * Loads a bundle of client authorities now, and again whenever the file changes.
     *
     * @param bundleFile PEM certificates of the authorities
     * @param allowedNames subject CN, DNS name or URI of the clients that may call; empty: all that the authorities
     *     signed
     * @throws InvalidCertificateException if it cannot be used as it is now
     */
    public ClientTrustManager clients(Path bundleFile, Set<String> allowedNames) {
        WatchedFiles<ClientCaBundle> files = new WatchedFiles<>(
                "Client authority", List.of(bundleFile), bundle -> ClientCaBundle.parse(bundle.get(0)), listener);
        ClientTrustManager clients = new ClientTrustManager(files.first(), allowedNames);
        watched.add(() -> files.poll().ifPresent(clients::swap));
        return clients;
    }

    /** Looks at all files once. The thread does so at the interval; tests do so at will. */
    synchronized void poll() {
        for (Runnable look : watched) {
            try {
                look.run();
            } catch (RuntimeException e) {
                // The executor would drop the task for ever.
                listener.failed();
                log.error("Watching the certificate files went wrong; what is in use stays in use", e);
            }
        }
    }

    /** Stops watching. What was loaded stays in use. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
