package io.sidecarfirst.cli.post;

import io.sidecarfirst.apiserver.ConnectionProblem;
import io.sidecarfirst.certificates.ClientCaBundle;
import io.sidecarfirst.certificates.InvalidCertificateException;
import io.sidecarfirst.certificates.PemFile;
import io.sidecarfirst.certificates.TrustAllManager;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * An HTTPS client for {@code post}.
 *
 * @param http speaks HTTP/1.1, as API servers do to webhooks
 */
public record PostClient(HttpClient http) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * A client for that URL.
     *
     * @param ca PEM file with the authority to trust; null: any on a loopback address, else those that Java trusts
     * @throws CommandFailure if the URL is not HTTPS, or the file cannot be used
     */
    public static PostClient of(URI url, @Nullable Path ca) {
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw noUrl(url.toString());
        }
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        try {
            if (ca != null) {
                http.sslContext(context(trusting(ca)));
            } else if (LOOPBACK.contains(url.getHost())) {
                // Who could listen there could read this process' memory as well.
                http.sslContext(TrustAllManager.context());
            }
            return new PostClient(http.build());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    static CommandFailure noUrl(String text) {
        return new CommandFailure(
                ExitCode.USAGE, text + " is not a URL such as https://127.0.0.1:8443/mutate; a file is given with -f");
    }

    private static SSLContext context(TrustManager... trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, new SecureRandom());
        return context;
    }

    private static TrustManager[] trusting(Path file) throws GeneralSecurityException, IOException {
        ClientCaBundle bundle;
        try {
            bundle = ClientCaBundle.parse(PemFile.read(file));
        } catch (InvalidCertificateException e) {
            throw new CommandFailure(ExitCode.INPUT, String.valueOf(e.getMessage()));
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : bundle.certificates()) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The innermost cause, which is the one that helps. */
    static String problem(Throwable problem) {
        return problem instanceof ConnectException ? "connection refused" : ConnectionProblem.rootMessage(problem);
    }
}
