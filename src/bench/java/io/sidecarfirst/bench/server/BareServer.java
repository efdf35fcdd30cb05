package io.sidecarfirst.bench.server;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The least that a webhook in Java can be: the JDK's own HTTPS server, which reads a review and answers what it was
 * given, with the uid of the review. A program of its own that needs the JDK alone.
 */
public final class BareServer {
    private static final String UID = "\"uid\":\"";

    private final String beforeUid;
    private final String afterUid;

    private BareServer(String answer) {
        int uid = answer.indexOf(UID) + UID.length();
        beforeUid = answer.substring(0, uid);
        afterUid = answer.substring(answer.indexOf('"', uid));
    }

    /**
     * Serves until it is told to stop.
     *
     * @param args an address, a port, the files of a certificate and of its EC key in PEM, and the file of the answer
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        BareServer bare = new BareServer(Files.readString(Path.of(args[4])));
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(args[0], Integer.parseInt(args[1])), /* backlog */ 1024);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[2]), Path.of(args[3]))));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] answer = bare.answer(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
    }

    private byte[] answer(byte[] review) {
        // The first uid is that of the request: an API server writes it before the Pod.
        String head = new String(review, 0, Math.min(review.length, 1024), StandardCharsets.ISO_8859_1);
        int uid = head.indexOf(UID) + UID.length();
        return (beforeUid + head.substring(uid, head.indexOf('"', uid)) + afterUid).getBytes(StandardCharsets.UTF_8);
    }

    private static SSLContext tls(Path chain, Path key) throws IOException, GeneralSecurityException {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(chain)));
        String pem = Files.readString(key).replaceAll("-----[^-]+-----", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key",
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem))),
                new char[0],
                new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
