package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.certificates.CaBundle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Secret, a webhook configuration and a clock, in memory, for any number of replicas. */
final class SimulatedCluster {
    /** A caBundle, and until when it was the live one. */
    private record Past(CaBundle bundle, Instant until) {}

    private static final Duration MEMORY = Rotation.OVERLAP;

    private final Deque<Past> past = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-11-24T00:00:00Z");
    private int secretVersion;
    private int liveVersion;
    private Optional<Map<String, byte[]>> secret = Optional.of(Map.of());
    private Optional<List<CaBundle>> live = Optional.of(List.of(CaBundle.EMPTY, CaBundle.EMPTY));
    private int writes;

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
        while (!past.isEmpty() && past.peekFirst().until().isBefore(now.minus(MEMORY))) {
            past.removeFirst();
        }
    }

    /** How many writes there were. */
    int writes() {
        return writes;
    }

    Optional<SecretContent> content() {
        return secret.map(SecretContent::parse);
    }

    CaBundle bundle() {
        return new CaBundleStore.Seen("", live.orElse(List.of())).common();
    }

    /** What each webhook has. */
    List<CaBundle> bundles() {
        return live.orElse(List.of());
    }

    /** Every caBundle that an API server may still go by, which learns of a change within the overlap. */
    List<CaBundle> believed() {
        List<CaBundle> believed =
                new ArrayList<>(past.stream().map(Past::bundle).toList());
        believed.add(bundle());
        return believed;
    }

    /** API servers have no memory of what was before: a fault that nobody can make up for. */
    void forgetPast() {
        past.clear();
    }

    void setSecret(Optional<Map<String, byte[]>> data) {
        secretVersion++;
        secret = data;
    }

    void setBundles(CaBundle... bundles) {
        remember();
        liveVersion++;
        live = Optional.of(List.of(bundles));
    }

    void removeConfiguration() {
        liveVersion++;
        live = Optional.empty();
    }

    private void remember() {
        past.addLast(new Past(bundle(), now));
    }

    /** One replica's way to the cluster. */
    final class Link {
        private boolean cut;
        private boolean isSecretImmutable;
        private Runnable beforeWrite = () -> {};

        void cut(boolean isCut) {
            cut = isCut;
        }

        void makeSecretImmutable() {
            isSecretImmutable = true;
        }

        /** Something happens between this replica's reading and its next write. */
        void beforeNextWrite(Runnable something) {
            beforeWrite = something;
        }

        private void reach() {
            if (cut) {
                throw new ApiServerException("the API server is out of reach");
            }
        }

        private void aboutToWrite() {
            reach();
            Runnable something = beforeWrite;
            beforeWrite = () -> {};
            something.run();
        }

        SecretStore secret() {
            return new SecretStore() {
                @Override
                public Optional<Stored> read() {
                    reach();
                    return secret.map(data -> new Stored(Integer.toString(secretVersion), SecretContent.parse(data)));
                }

                @Override
                public void create() {
                    reach();
                    if (secret.isEmpty()) {
                        setSecret(Optional.of(Map.of()));
                        writes++;
                    }
                }

                @Override
                public boolean write(Stored read, SecretContent content) {
                    aboutToWrite();
                    if (isSecretImmutable) {
                        throw new ApiServerException("field is immutable when `immutable` is set");
                    }
                    if (!read.version().equals(Integer.toString(secretVersion))) {
                        return false;
                    }
                    setSecret(Optional.of(content.data()));
                    writes++;
                    return true;
                }
            };
        }

        CaBundleStore trust() {
            return new CaBundleStore() {
                @Override
                public Optional<Seen> read() {
                    reach();
                    return live.map(bundles -> new Seen(Integer.toString(liveVersion), bundles));
                }

                @Override
                public boolean write(Seen seen, CaBundle bundle) {
                    aboutToWrite();
                    if (!seen.version().equals(Integer.toString(liveVersion))) {
                        return false;
                    }
                    setBundles(seen.bundles().stream().map(earlier -> bundle).toArray(CaBundle[]::new));
                    writes++;
                    return true;
                }

                @Override
                public ApiServerException missing() {
                    return new ApiServerException("there is no configuration");
                }
            };
        }
    }
}
