package io.sidecarfirst.cli.common;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something to read: a file, or standard input.
 *
 * @param file null for standard input
 */
public record Input(@Nullable Path file) {
    private static final Pattern URL = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> MANIFESTS = Set.of("yaml", "yml", "json");

    /**
     * What a name on the command line stands for: {@code -}, a file, or the manifests of a directory in the order of
     * their names. What cannot be looked at in a directory, such as another directory that may not be listed, is among
     * them: to read it fails, and the others can be read.
     *
     * @throws IOException if there is no such file
     */
    public static List<Input> named(String name, boolean recursive) throws IOException {
        if (name.equals("-")) {
            return List.of(new Input(null));
        }
        if (name.isEmpty()) {
            // To the platform the empty path is the current directory; here it is a variable that was not set.
            throw new NoSuchFileException("(an empty name)");
        }
        if (isUrl(name)) {
            throw new NoSuchFileException(name, null, "URLs are not fetched; fetch it with curl, and name the file");
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("this platform has no such file name", e);
        }
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(name);
            }
            return List.of(new Input(path));
        }
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(path, Set.of(), recursive ? Integer.MAX_VALUE : 1, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isManifest(file) && (Files.isRegularFile(file) || isDangling(file))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
                if (problem != null) {
                    files.add(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().map(file -> new Input(file)).toList();
    }

    /** Whether a name is an address, which kubectl would fetch. */
    static boolean isUrl(String name) {
        return URL.matcher(name).matches();
    }

    private static boolean isDangling(Path file) {
        return Files.isSymbolicLink(file) && !Files.exists(file);
    }

    private static boolean isManifest(Path file) {
        String name = String.valueOf(file.getFileName());
        return MANIFESTS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** For a person. */
    public String name() {
        return file == null ? "standard input" : file.toString();
    }

    /**
     * All of its bytes.
     *
     * @throws IOException if it cannot be read
     */
    public byte[] read() throws IOException {
        if (file == null) {
            if (isClosed()) {
                throw new NoSuchFileException("-", null, "it is closed; give a file, or write to it");
            }
            return System.in.readAllBytes();
        }
        if (isDangling(file)) {
            throw new NoSuchFileException(file.toString(), null, "it is a link to a file that is not there");
        }
        return Files.readAllBytes(file);
    }

    /** Whether the first file that Java opened for itself has taken the place of standard input. */
    private static boolean isClosed() {
        try {
            return Path.of("/proc/self/fd/0")
                    .toRealPath()
                    .startsWith(Path.of(System.getProperty("java.home")).toRealPath());
        } catch (IOException e) {
            // There is no such path on this platform, or it is a pipe.
            return false;
        }
    }

    /** What is wrong, in words. */
    public static String problem(IOException problem) {
        if (problem instanceof NoSuchFileException missing) {
            return Objects.requireNonNullElse(missing.getReason(), "there is no such file");
        }
        return problem instanceof AccessDeniedException
                ? "no permission to read it"
                : "cannot be read: " + problem.getMessage();
    }
}
