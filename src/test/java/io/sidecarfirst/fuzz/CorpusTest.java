package io.sidecarfirst.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every seed and everything that fuzzing ever found, through its target, without a fuzzing engine. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/fuzz/corpus");
    private static final Path TARGETS = Path.of("src/fuzz/java/io/sidecarfirst/fuzz");
    private static final String TARGET = "Fuzzer.java";

    /** The limit of a fuzzing engine, too: each takes milliseconds, and some of what was found took a minute. */
    private static final Duration AGES = Duration.ofMinutes(1);

    @TestFactory
    Stream<DynamicContainer> whatMustHold() {
        return files(CORPUS)
                .map(target -> dynamicContainer(
                        target.getFileName().toString(), files(target).map(file -> test(target, file))));
    }

    /** A folder without its class would be an error above; a class without a folder would not be noticed. */
    @Test
    void everyTargetHasACorpus() {
        List<String> targets = files(TARGETS)
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(TARGET))
                .map(name -> name.substring(0, name.length() - TARGET.length()).toLowerCase(Locale.ROOT))
                .toList();
        assertThat(files(CORPUS).map(folder -> folder.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(targets);
        assertThat(files(CORPUS)).allSatisfy(folder -> assertThat(files(folder)).isNotEmpty());
    }

    private static DynamicTest test(Path target, Path file) {
        return dynamicTest(
                file.getFileName().toString(),
                file.toUri(),
                () -> assertTimeoutPreemptively(AGES, () -> run(target, Files.readAllBytes(file))));
    }

    private static void run(Path folder, byte[] input) throws Throwable {
        String name = folder.getFileName().toString();
        Method target = Class.forName(CorpusTest.class.getPackageName() + "."
                        + name.substring(0, 1).toUpperCase(Locale.ROOT)
                        + name.substring(1)
                        + "Fuzzer")
                .getMethod("fuzzerTestOneInput", byte[].class);
        try {
            target.invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
