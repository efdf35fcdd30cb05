package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.certificates.CaBundle;
import java.util.List;
import java.util.Optional;

/**
 * The caBundle of a webhook configuration in the cluster. Reading and writing throw {@link ApiServerException} if the
 * API server cannot be reached, or refuses.
 */
interface CaBundleStore {
    /**
     * The configuration at one moment.
     *
     * @param version its resourceVersion
     * @param bundles what each of its webhooks has; one without a caBundle has an empty one
     */
    record Seen(String version, List<CaBundle> bundles) {
        public Seen {
            bundles = List.copyOf(bundles);
        }

        /** What all of its webhooks trust. */
        CaBundle common() {
            return bundles.stream()
                    .reduce((one, other) -> new CaBundle(
                            one.authorities().stream().filter(other::contains).toList()))
                    .orElse(CaBundle.EMPTY);
        }
    }

    /** Empty if there is no such configuration. */
    Optional<Seen> read();

    /**
     * Gives every webhook of the configuration that bundle, and changes nothing else.
     *
     * @return whether the configuration was still as it was seen; if not, nothing was written
     */
    boolean write(Seen seen, CaBundle bundle);

    /** What to say where {@link #read} finds none. */
    ApiServerException missing();
}
