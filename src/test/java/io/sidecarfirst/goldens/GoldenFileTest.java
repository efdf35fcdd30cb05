package io.sidecarfirst.goldens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goldens that differ, are missing, or belong to nothing are noticed. */
class GoldenFileTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "# now: today\na: 1\n");
        Files.writeString(folder.resolve("a.out.yaml"), "one\ntwo\n");
        Files.writeString(folder.resolve("b.json"), "{}");
        Files.writeString(folder.resolve("b.out.json"), "x");
    }

    @Test
    void inputsAreFound() {
        assertThat(GoldenInput.in(folder, ".out.*")).map(GoldenInput::name).containsExactly("a", "b");
        assertThat(GoldenInput.in(folder, ".out.*")).map(GoldenInput::toString).containsExactly("a.yaml", "b.json");
    }

    @Test
    void anOutputOfNoInput() throws IOException {
        Files.delete(folder.resolve("b.json"));
        assertThatThrownBy(() -> GoldenInput.in(folder, ".out.*"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("b.out.json");
    }

    @Test
    void anInputWithoutItsOutput() throws IOException {
        Files.delete(folder.resolve("a.out.yaml"));
        assertThatThrownBy(() -> GoldenInput.in(folder, ".out.*"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a.out.yaml");
    }

    @Test
    void aDifferenceIsShown() {
        GoldenFile golden = new GoldenFile(folder.resolve("a.out.yaml"));
        assertThatCode(() -> golden.assertHolds("one\ntwo\n")).doesNotThrowAnyException();
        assertThatThrownBy(() -> golden.assertHolds("one\n2\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(GoldenFile.REFRESH, "\n one\n-two\n+2\n");
    }

    @Test
    void headers() {
        GoldenInput input = GoldenInput.in(folder, ".out.*").findFirst().orElseThrow();
        assertThat(input.header("now")).contains("today");
        assertThat(input.header("a")).isEmpty();
    }
}
