package io.sidecarfirst.manifest.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {

    @Test
    void nothing() {
        assertThat(UnifiedDiff.of("f", "a\n", "a\n")).isEmpty();
    }

    @Test
    void addedLines() {
        assertThat(UnifiedDiff.of("f.yaml", "1\n2\n3\n4\n5\n", "1\n2\n3\n4\nnew\n5\n"))
                .isEqualTo("--- f.yaml\n+++ f.yaml\n@@ -2,4 +2,5 @@\n 2\n 3\n 4\n+new\n 5\n");
    }

    @Test
    void aMissingLineBreakAtTheEnd() {
        assertThat(UnifiedDiff.of("f", "a", "a\nb")).isEqualTo("""
                        --- f
                        +++ f
                        @@ -1,1 +1,2 @@
                        -a
                        \\ No newline at end of file
                        +a
                        +b
                        \\ No newline at end of file
                        """);
    }

    @Test
    void severalPlaces() {
        String before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
        String after = before.replace("b\n", "b\nB\n").replace("c\n", "").replace("l\n", "L\nM\n");
        assertThat(UnifiedDiff.of("f", before, after)).isEqualTo("""
                        --- f
                        +++ f
                        @@ -1,6 +1,6 @@
                         a
                         b
                        -c
                        +B
                         d
                         e
                         f
                        @@ -9,4 +9,5 @@
                         i
                         j
                         k
                        -l
                        +L
                        +M
                        """);
    }

    @Test
    void carriageReturnsStay() {
        assertThat(UnifiedDiff.of("f", "a\r\n", "a\r\nb\r\n")).endsWith(" a\r\n+b\r\n");
    }

    @Test
    void longTextsThatShareNothing() {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            before.append("a").append(i).append('\n');
            after.append("b").append(i).append('\n');
        }
        assertThat(UnifiedDiff.of("f", before.toString(), after.toString())).hasLineCount(6003);
    }

    /** Pods of one name after another: every line is there many times. */
    @Test
    void manyPlacesThatLookAlike() {
        String pod = "kind: Pod\nspec:\n  initContainers:\n  - name: proxy\n  containers:\n  - name: app\n---\n";
        String gated = pod.replace("proxy\n", "proxy\n    startupProbe:\n      periodSeconds: 1\n");
        String diff = UnifiedDiff.of("f", pod.repeat(20_000), gated.repeat(20_000));
        assertThat(diff.lines().filter(line -> line.startsWith("-"))).containsExactly("--- f");
        assertThat(diff.lines().filter(line -> line.startsWith("+"))).hasSize(2 * 20_000 + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void patchMakesTheOneOfTheOther(long seed) throws PatchFailedException {
        Random random = new Random(seed);
        List<String> before = random.ints(3000, 0, 20).mapToObj(String::valueOf).toList();
        List<String> after = new ArrayList<>();
        for (String line : before) {
            if (random.nextInt(10) > 0) {
                after.add(line);
            }
            if (random.nextInt(10) == 0) {
                after.add("new");
            }
        }
        List<String> diff =
                UnifiedDiff.of("f", text(before), text(after)).lines().toList();
        assertThat(UnifiedDiffUtils.parseUnifiedDiff(diff).applyTo(before)).isEqualTo(after);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
