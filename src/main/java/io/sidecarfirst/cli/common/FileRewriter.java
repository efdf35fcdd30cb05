package io.sidecarfirst.cli.common;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;

/** Rewrites a file so that nothing but its text changes, and so that its text is never lost. */
final class FileRewriter {
    private static final String KEPT = "unix:uid,gid,mode";

    private FileRewriter() {}

    /** A file that may be cut off; the message says where all of its text is. */
    static final class CutOffException extends FileSystemException {
        private static final long serialVersionUID = 1L;

        private CutOffException(Path file, Path beside, IOException cause) {
            super(
                    file.toString(),
                    beside.toString(),
                    "it may be cut off; all of it is in " + beside + ": " + cause.getMessage());
            initCause(cause);
        }
    }

    /**
     * Gives a file another text. Links are followed. The whole text is written beside the file first; then that takes
     * its place at once, with the same owner, group and permissions. Where something would be lost by that, because the
     * file has other names (hard links), attributes of its own, or an owner that this user cannot give, the text is
     * written into the file itself.
     *
     * @throws CutOffException if that fails half way
     * @throws IOException if the file is read-only, or its directory cannot be written to; it is then as it was
     */
    static void write(Path file, String text) throws IOException {
        Path target = file.toRealPath();
        if (!Files.isRegularFile(target)) {
            throw new FileSystemException(file + " is no regular file");
        }
        if (!Files.isWritable(target)) {
            throw new AccessDeniedException(file.toString());
        }
        Path folder = target.toAbsolutePath().getParent();
        Path beside = Files.createTempFile(folder, ".sidecar-first-", ".tmp");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            if (!replaced(target, beside)) {
                writeInto(target, text, beside);
            }
        } catch (CutOffException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        Files.deleteIfExists(beside);
    }

    private static boolean replaced(Path target, Path beside) throws IOException {
        if (!isMadeLike(target, beside)) {
            return false;
        }
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (FileSystemException e) {
            // Such as a file that is mounted into a container by itself.
            return false;
        }
    }

    private static void writeInto(Path target, String text, Path beside) throws CutOffException {
        try {
            Files.writeString(target, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CutOffException(target, beside, e);
        }
    }

    /** Whether the one file can take the place of the other, and nothing is lost. */
    private static boolean isMadeLike(Path target, Path beside) throws IOException {
        if (!target.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return true;
        }
        Map<String, Object> kept = Files.readAttributes(target, KEPT);
        if (!Integer.valueOf(1).equals(Files.getAttribute(target, "unix:nlink")) || hasOwnAttributes(target)) {
            return false;
        }
        try {
            Files.setAttribute(beside, "unix:uid", kept.get("uid"));
            Files.setAttribute(beside, "unix:gid", kept.get("gid"));
            // Last: a change of owner takes bits away.
            Files.setAttribute(beside, "unix:mode", kept.get("mode"));
        } catch (FileSystemException e) {
            return false;
        }
        return Files.readAttributes(beside, KEPT).equals(kept);
    }

    private static boolean hasOwnAttributes(Path target) {
        UserDefinedFileAttributeView own = Files.getFileAttributeView(target, UserDefinedFileAttributeView.class);
        try {
            return own != null && !own.list().isEmpty();
        } catch (IOException e) {
            // The file system has none.
            return false;
        }
    }
}
