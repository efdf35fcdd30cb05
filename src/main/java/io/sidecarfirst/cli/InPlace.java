package io.sidecarfirst.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Writes a file anew so that nobody ever sees half of it. */
final class InPlace {
    private InPlace() {}

    /**
     * Replaces a file's text at once, by a file beside it. Links are followed; the permissions stay.
     *
     * @throws IOException if the file is read-only, or its directory cannot be written to; it is then as it was
     */
    static void write(Path file, String text) throws IOException {
        Path target = file.toRealPath();
        if (!Files.isWritable(target)) {
            throw new AccessDeniedException(file.toString());
        }
        Path folder = target.toAbsolutePath().getParent();
        Path beside = Files.createTempFile(folder, "." + target.getFileName(), ".tmp");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            PosixFileAttributeView from = Files.getFileAttributeView(target, PosixFileAttributeView.class);
            if (from != null) {
                Files.setPosixFilePermissions(beside, from.readAttributes().permissions());
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
