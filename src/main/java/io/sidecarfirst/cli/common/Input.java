package io.sidecarfirst.cli.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something to read: a file, or standard input.
 *
 * @param file null for standard input
 */
public record Input(@Nullable Path file) {
    private static final Set<String> MANIFESTS = Set.of("yaml", "yml", "json");

    /**
     * What a name on the command line stands for: {@code -}, a file, or the manifests of a directory in the order of
     * their names.
     *
     * @throws IOException if there is no such file, or the directory cannot be listed
     */
    public static List<Input> named(String name, boolean recursive) throws IOException {
        if (name.equals("-")) {
            return List.of(new Input(null));
        }
        if (name.isEmpty()) {
            // To the platform the empty path is the current directory; here it is a variable that was not set.
            throw new NoSuchFileException("(an empty name)");
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
        try (Stream<Path> files = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
            return files.filter(file -> Files.isRegularFile(file) && isManifest(file))
                    .sorted()
                    .map(file -> new Input(file))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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
        return file == null ? System.in.readAllBytes() : Files.readAllBytes(file);
    }

    /** What is wrong, in words. */
    public static String problem(IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return problem instanceof AccessDeniedException
                ? "no permission to read it"
                : "cannot be read: " + problem.getMessage();
    }
}
