package io.sidecarfirst.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file {@code NAME.yaml} (or {@code .json}) in a folder; beside it, in golden files, what is made of it. */
public record GoldenInput(Path file, String text) {
    /** What the outputs take for now. */
    public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final Path RESOURCES = Path.of("src/test/resources");

    /**
     * All inputs of a folder of the test resources, by name. The folder holds them and their outputs: an output too
     * many or too few is an error.
     *
     * @param endings what the outputs' names have after the input's, {@code *} for the input's own ending
     */
    public static Stream<GoldenInput> in(String folder, String... endings) {
        return in(RESOURCES.resolve(folder), endings);
    }

    static Stream<GoldenInput> in(Path folder, String... endings) {
        Set<Path> files = files(folder);
        List<GoldenInput> inputs = files.stream()
                .filter(file -> Arrays.stream(endings)
                        .noneMatch(ending -> file.toString().endsWith(ending.replace("*", extension(file)))))
                .map(file -> new GoldenInput(file, GoldenFile.read(file)))
                .toList();
        Set<Path> expected = inputs.stream()
                .flatMap(input -> Stream.concat(
                        Stream.of(input.file),
                        Arrays.stream(endings)
                                .map(ending -> input.output(ending).path())))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(expected).as("inputs of %s and their outputs", folder).containsAll(files);
        if (!GoldenFile.areRefreshed()) {
            assertThat(files).as("refresh with: %s", GoldenFile.REFRESH).containsAll(expected);
        }
        return inputs.stream();
    }

    private static Set<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of them. */
    public static GoldenInput named(String folder, String file) {
        Path path = RESOURCES.resolve(folder).resolve(file);
        return new GoldenInput(path, GoldenFile.read(path));
    }

    private static String extension(Path file) {
        return file.toString().replaceFirst(".*\\.", "");
    }

    /** The file's name without its ending. */
    public String name() {
        return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    }

    /** A line {@code # key: value} of the comment at the top. */
    public Optional<String> header(String key) {
        return text.lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith("# " + key + ":"))
                .map(line -> line.substring(key.length() + 3).strip())
                .findFirst();
    }

    /** The output with that ending. */
    public GoldenFile output(String ending) {
        return new GoldenFile(file.resolveSibling(name() + ending.replace("*", extension(file))));
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
