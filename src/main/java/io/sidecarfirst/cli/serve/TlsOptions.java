package io.sidecarfirst.cli.serve;

import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.certificates.CertificateFiles;
import io.sidecarfirst.certificates.CertificateListener;
import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import io.sidecarfirst.certificates.ServerName;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.cluster.ClusterCertificates;
import io.sidecarfirst.cli.common.OutOfRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the certificate of {@code serve} comes from, who must trust it, and who may call. */
final class TlsOptions {

    private static final int MAX_LIFETIME_HOURS = 8760;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--tls-cert-file",
            paramLabel = "FILE",
            description =
                    "PEM file with the serving certificate and its chain; read again whenever it changes. Default: a"
                            + " certificate made on the spot, for use on this machine only.")
    private @Nullable Path certFile;

    @Option(
            names = "--tls-key-file",
            paramLabel = "FILE",
            description = "PEM file with its private key, not encrypted.")
    private @Nullable Path keyFile;

    @Option(
            names = "--tls-secret",
            paramLabel = "NAMESPACE/NAME",
            description =
                    "Instead of files: make and renew the certificate, together with all other replicas, by way of"
                            + " this Secret. With --webhook-configuration and --tls-server-name.")
    private @Nullable String secret;

    @Option(
            names = "--webhook-configuration",
            paramLabel = "NAME",
            description = "The MutatingWebhookConfiguration that calls this server. It is ready only when the live"
                    + " caBundle verifies its certificate. With --tls-secret the caBundle is kept right, too.")
    private @Nullable String webhookConfiguration;

    @Option(
            names = "--tls-server-name",
            paramLabel = "NAME",
            description = "With --webhook-configuration: the name that API servers verify, SERVICE.NAMESPACE.svc of a"
                    + " Service, or the host of a URL: a DNS name or an IP address.")
    private @Nullable String serverName;

    @Option(
            names = "--certificate-lifetime-hours",
            paramLabel = "N",
            defaultValue = "168",
            description =
                    "With --tls-secret: how long a certificate is valid; it is renewed when two thirds of that are"
                            + " over. Default: ${DEFAULT-VALUE}, a week.")
    private int lifetimeHours;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "PEM file with the authorities whose client certificates are accepted; read again whenever it"
                    + " changes. Default: clients need no certificate.")
    private @Nullable Path clientCa;

    @Option(
            names = "--client-names",
            paramLabel = "NAME",
            split = ",",
            description =
                    "With --client-ca: the names (common name, DNS name or URI) that a client's certificate may have."
                            + " Default: any name.")
    private Set<String> clientNames = Set.of();

    /**
     * What a server needs.
     *
     * @param context the certificate, and with mutual TLS the trust in clients
     * @param clientCertificates whether a client must show a certificate
     * @param keys the certificate that is served now
     * @param trusted done when API servers trust the certificate, as far as that can be known
     * @param writers what writes to a cluster; to be closed first
     * @param readers what follows files; to be closed in the end
     */
    record Tls(
            SSLContext context,
            boolean clientCertificates,
            ReloadableKeyManager keys,
            Future<Void> trusted,
            List<AutoCloseable> writers,
            List<AutoCloseable> readers) {}

    /** The MutatingWebhookConfiguration that calls this server; null if it is not known. */
    @Nullable
    String webhookConfiguration() {
        return webhookConfiguration;
    }

    /** Whether the server is for others than this machine. */
    boolean isForOthers() {
        return certFile != null || secret != null;
    }

    /**
     * Loads what is there, and starts to look after it.
     *
     * @param ownNames more names for a certificate made on the spot
     * @param listener told of reloads, renewals and problems
     * @throws ParameterException if the options do not fit together
     * @throws io.sidecarfirst.certificates.InvalidCertificateException if the files cannot be used
     */
    Tls open(List<String> ownNames, CertificateListener listener) {
        requireThatTheyFit();
        CertificateFiles files = new CertificateFiles(listener);
        ReloadableKeyManager keys = certFile != null && keyFile != null
                ? files.keys(certFile, keyFile)
                : new ReloadableKeyManager(selfMade(ownNames));
        if (!isForOthers()) {
            log().warn("no --tls-cert-file: serving a certificate made on the spot, for use on this machine only");
        }
        SSLContext context = clientCa == null
                ? ServerTls.context(keys)
                : ServerTls.context(keys, files.clients(clientCa, clientNames));
        boolean mutual = clientCa != null;
        if (webhookConfiguration == null || serverName == null) {
            Future<Void> trusted = CompletableFuture.completedFuture(null);
            return new Tls(context, mutual, keys, trusted, List.of(), List.of(files));
        }
        ClusterCertificates cluster = cluster(webhookConfiguration, serverName, keys, listener);
        return new Tls(context, mutual, keys, cluster.trusted(), List.of(cluster), List.of(files));
    }

    private ClusterCertificates cluster(
            String configuration, String name, ReloadableKeyManager keys, CertificateListener listener) {
        return secret == null
                ? ClusterCertificates.await(configuration, name, keys, listener)
                : ClusterCertificates.manage(
                        secretName(secret), configuration, name, Duration.ofHours(lifetimeHours), keys, listener);
    }

    private ObjectName secretName(String text) {
        try {
            return ObjectName.parse(text);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(command, "tls-secret: " + e.getMessage());
        }
    }

    /** With --tls-secret nobody trusts this one; it is there until API servers trust a better one. */
    private KeyMaterial selfMade(List<String> names) {
        try {
            return SelfMadeCertificate.make(names);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(command, "bind-address: " + e.getMessage());
        }
    }

    private void requireThatTheyFit() {
        require((certFile == null) == (keyFile == null), "--tls-cert-file and --tls-key-file go together");
        require(clientCa != null || clientNames.isEmpty(), "--client-names goes with --client-ca");
        require(
                secret == null || certFile == null,
                "--tls-secret and --tls-cert-file exclude each other: the certificate is made, or it is given");
        require(
                secret == null || webhookConfiguration != null,
                "--tls-secret goes with --webhook-configuration: API servers must learn of the certificate's"
                        + " authority");
        require(
                (webhookConfiguration == null) == (serverName == null),
                "--webhook-configuration and --tls-server-name go together");
        require(
                webhookConfiguration == null || isForOthers(),
                "--webhook-configuration goes with --tls-secret or --tls-cert-file");
        OutOfRange.refuse(command, "certificate-lifetime-hours", lifetimeHours, 1, MAX_LIFETIME_HOURS);
        if (secret != null) {
            var unused = secretName(secret);
        }
        if (serverName != null) {
            requireName(serverName);
        }
    }

    private void requireName(String name) {
        try {
            ServerName.require(name);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(
                    command,
                    "tls-server-name: " + e.getMessage()
                            + "; it is SERVICE.NAMESPACE.svc, or the host of the URL that API servers call, without"
                            + " port and brackets");
        }
    }

    private void require(boolean fits, String line) {
        if (!fits) {
            throw new ParameterException(command.commandLine(), line);
        }
    }

    /** Not kept in a field: the commands that write no log are not to pay for its start. */
    private static Logger log() {
        return LoggerFactory.getLogger(TlsOptions.class);
    }
}
