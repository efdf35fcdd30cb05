package io.sidecarfirst.certificates;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Makes the client's side of TLS with nothing but the JDK. */
public final class TestClient {
    private TestClient() {}

    public static SSLContext trusting(X509Certificate server) {
        return make(server, Optional.empty());
    }

    public static SSLContext presenting(TestAuthority.Issued own, X509Certificate server) {
        return make(server, Optional.of(own));
    }

    private static SSLContext make(X509Certificate server, Optional<TestAuthority.Issued> own) {
        try {
            KeyStore trusted = empty();
            trusted.setCertificateEntry("server", server);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyManager[] keys = {};
            if (own.isPresent()) {
                keys = new KeyManager[] {new Insistent(own.get())};
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Presents its certificate even when the server did not name the issuer, as the JDK's own would not. */
    private static final class Insistent extends X509ExtendedKeyManager {
        private final TestAuthority.Issued own;

        Insistent(TestAuthority.Issued own) {
            this.own = own;
        }

        @Override
        public String chooseClientAlias(
                String @Nullable [] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "own";
        }

        @Override
        public X509Certificate[] getCertificateChain(@Nullable String alias) {
            return new X509Certificate[] {own.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(@Nullable String alias) {
            return own.key();
        }

        @Override
        public String[] getClientAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String @Nullable [] getServerAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
