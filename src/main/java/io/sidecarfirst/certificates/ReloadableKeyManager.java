package io.sidecarfirst.certificates;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents one {@link KeyMaterial}, which can be swapped at any time: the next full handshake uses the new one, and
 * open connections go on with what they have. For servers only; as a client it has nothing to present.
 */
public final class ReloadableKeyManager extends X509ExtendedKeyManager {
    private volatile Generation current;

    /**
     * @param first what to serve until the first {@link #swap}
     */
    public ReloadableKeyManager(KeyMaterial first) {
        current = new Generation(0, first, null);
    }

    /** Presents other material from the next handshake on. Safe from any thread. */
    public synchronized void swap(KeyMaterial next) {
        current = new Generation(current.number() + 1, next, current.material());
    }

    /** What is presented now. */
    public KeyMaterial current() {
        return current.material();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return named(alias)
                .map(material -> material.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return named(alias).map(KeyMaterial::key).orElse(null);
    }

    @Override
    public String @Nullable [] getClientAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    /** The issuers are those that a peer accepts; a server is not asked for them. */
    private @Nullable String alias(@Nullable String keyType) {
        Generation generation = current;
        return generation.presents(keyType) ? generation.alias() : null;
    }

    private Optional<KeyMaterial> named(@Nullable String alias) {
        return current.named(alias);
    }

    /**
     * A handshake asks for an alias, then the key, then the chain. A swap in between must not give it the key of one
     * and the chain of the other, so the alias carries the number of the generation, and the last one stays at hand.
     * (Two swaps within one handshake: the old alias is unknown, the handshake fails, the peer tries again.)
     */
    private record Generation(
            long number, KeyMaterial material, @Nullable KeyMaterial previous) {
        private static final String PREFIX = "generation-";

        String alias() {
            return PREFIX + number;
        }

        boolean presents(@Nullable String keyType) {
            String algorithm = material.leaf().getPublicKey().getAlgorithm();
            // JSSE may add the kind of key that signed the certificate: "EC_RSA".
            return keyType != null
                    && Stream.of(keyType, keyType.replaceFirst("_.*", "")).anyMatch(algorithm::equals);
        }

        Optional<KeyMaterial> named(@Nullable String alias) {
            if (alias().equals(alias)) {
                return Optional.of(material);
            }
            return (PREFIX + (number - 1)).equals(alias) ? Optional.ofNullable(previous) : Optional.empty();
        }
    }
}
