package io.sidecarfirst.image;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.testcontainers.DockerClientFactory;

/** What lies in an image, as a container of it has it, one that never runs. */
final class ImageFiles implements AutoCloseable {
    private static final DockerClient DOCKER = DockerClientFactory.lazyClient();

    private final String container;

    /**
     * A file, a folder or a link.
     *
     * @param kind {@code -}, {@code d} or {@code l}; {@code ?} for devices and the like
     * @param mode its permissions, with the bits that set another user's or group's id
     * @param user its owner's number
     * @param group its group's number
     * @param size in bytes
     * @param target where a link leads; empty if it is none
     */
    record Entry(char kind, int mode, long user, long group, long size, String target) {
        private static final int WRITABLE_BY_OTHERS = 0022;
        private static final int READABLE_BY_ALL = 0444;
        private static final int SET_ANOTHER_ID = 06000;
        private static final String ALL_PERMISSIONS = "rwxrwxrwx";

        static Entry of(TarArchiveEntry entry) {
            return new Entry(
                    kind(entry),
                    entry.getMode() & 07777,
                    entry.getLongUserId(),
                    entry.getLongGroupId(),
                    entry.getSize(),
                    entry.isSymbolicLink() ? entry.getLinkName() : "");
        }

        private static char kind(TarArchiveEntry entry) {
            if (entry.isSymbolicLink()) {
                return 'l';
            } else if (entry.isDirectory()) {
                return 'd';
            }
            return entry.isFile() ? '-' : '?';
        }

        /** Whether who runs it becomes somebody else. */
        boolean givesRights() {
            return kind == '-' && (mode & SET_ANOTHER_ID) != 0;
        }

        /** Whether it is root's, everybody can read it, and nobody else can change it. */
        boolean isProtected() {
            // A link has no permissions of its own; it must not lead out.
            boolean isFine = kind == 'l'
                    ? !target.startsWith("/")
                    : (mode & WRITABLE_BY_OTHERS) == 0 && (mode & READABLE_BY_ALL) == READABLE_BY_ALL;
            return kind != '?' && isFine && user == 0 && group == 0;
        }

        /** Kind and permissions as {@code ls -l} writes them, and where a link leads. */
        @Override
        public String toString() {
            String permissions = IntStream.range(0, ALL_PERMISSIONS.length())
                    .mapToObj(i -> ((mode >> (8 - i)) & 1) == 0 ? "-" : ALL_PERMISSIONS.substring(i, i + 1))
                    .collect(Collectors.joining());
            return kind + permissions + (target.isEmpty() ? "" : " -> " + target);
        }
    }

    ImageFiles(String image) {
        container = DOCKER.createContainerCmd(image)
                .withCmd("nothing")
                .withLabels(DockerClientFactory.DEFAULT_LABELS)
                .exec()
                .getId();
    }

    /** All, by their paths, sorted; paths of folders end with a slash. */
    Map<String, Entry> all() throws IOException {
        try (TarArchiveInputStream tar = archive("/")) {
            Map<String, Entry> entries = new TreeMap<>();
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName().replaceFirst("^\\.?/", ""), Entry.of(entry));
            }
            return entries;
        }
    }

    /** A file or a folder with all that is in it. */
    TarArchiveInputStream archive(String path) {
        return new TarArchiveInputStream(
                DOCKER.copyArchiveFromContainerCmd(container, path).exec());
    }

    @Override
    public void close() {
        DOCKER.removeContainerCmd(container).exec();
    }
}
