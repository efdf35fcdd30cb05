package io.sidecarfirst.certificates.cluster;

import java.util.Optional;

/**
 * The one Secret of all replicas. Every method throws {@link io.sidecarfirst.apiserver.ApiServerException} if the API
 * server cannot be reached, or refuses.
 */
interface SecretStore {
    /**
     * The Secret at one moment.
     *
     * @param version its resourceVersion
     */
    record Stored(String version, SecretContent content) {}

    /** Empty if there is no such Secret. */
    Optional<Stored> read();

    /** Makes it, without data; does nothing to one that is there. */
    void create();

    /**
     * Replaces the content of the Secret that was read.
     *
     * @return whether it was still that version; if not, nothing was written
     */
    boolean write(Stored read, SecretContent content);
}
