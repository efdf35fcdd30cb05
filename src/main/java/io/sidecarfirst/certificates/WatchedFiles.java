package io.sidecarfirst.certificates;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something made from files, and made again when their content has changed and is good.
 *
 * <p>Content is compared, not times or inodes: a Secret volume swaps a symbolic link two directories up
 * (kubernetes.io/docs/concepts/configuration/secret), {@code cp} writes in place, editors rename, and all of them end
 * in other bytes.
 *
 * <p>Content is judged only when two polls in a row have found the same. Somebody may be half through writing two
 * files, and a chain cut off between two certificates would even look good.
 *
 * @param <T> what is made
 */
final class WatchedFiles<T> {
    private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

    private final String title;
    private final List<Path> paths;
    private final Function<List<PemFile>, T> maker;
    private final CertificateListener listener;
    private final T first;
    private Reading judged;
    private Reading lastSeen;

    /**
     * Makes the thing for the first time.
     *
     * @param title what log lines call it
     * @param maker gets one file for each path; throws {@link InvalidCertificateException}
     * @param listener told of what is made again, and of what cannot be
     * @throws InvalidCertificateException if it cannot be made
     */
    WatchedFiles(String title, List<Path> paths, Function<List<PemFile>, T> maker, CertificateListener listener) {
        this.title = title;
        this.paths = List.copyOf(paths);
        this.maker = maker;
        this.listener = listener;
        judged = read();
        lastSeen = judged;
        first = make(judged);
        log.info("{} loaded from {}: {}", title, paths, first);
    }

    /** What was made at first. */
    T first() {
        return first;
    }

    /** Reads the files once; returns what was made again, if anything was. Never throws for what the files hold. */
    Optional<T> poll() {
        Reading now = read();
        boolean settled = now.equals(lastSeen);
        lastSeen = now;
        if (!settled || now.equals(judged)) {
            return Optional.empty();
        }
        judged = now;
        try {
            T made = make(now);
            log.info("{} reloaded from {}: {}", title, paths, made);
            listener.reloaded();
            return Optional.of(made);
        } catch (InvalidCertificateException e) {
            listener.failed();
            log.warn("{} not reloaded, the previous one stays in use: {}", title, e.getMessage());
            return Optional.empty();
        }
    }

    private Reading read() {
        try {
            return new Content(paths.stream().map(PemFile::read).toList());
        } catch (InvalidCertificateException e) {
            return new Unreadable(e.getMessage());
        }
    }

    private T make(Reading reading) {
        if (reading instanceof Content content) {
            return maker.apply(content.files());
        }
        throw new InvalidCertificateException(((Unreadable) reading).problem());
    }

    /** What one look at the files found; equal when it found the same. */
    private sealed interface Reading {}

    private record Content(List<PemFile> files) implements Reading {}

    private record Unreadable(String problem) implements Reading {}
}
