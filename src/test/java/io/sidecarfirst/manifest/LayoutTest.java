package io.sidecarfirst.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.goldens.Golden;
import io.sidecarfirst.goldens.GoldenFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gates are put into a file's text, whatever its layout, and nothing else of it changes. */
class LayoutTest {

    static Stream<Layout> layouts() {
        return Layout.all();
    }

    static Stream<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    @Tag(GoldenFile.TAG)
    void isAsExpected(Layout layout) {
        layout.injectedFile().assertHolds(Layout.injected(layout.text()));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void meansTheSame(Layout layout) {
        assertThat(Layout.trees(Layout.injected(layout.text()))).isEqualTo(Layout.injectedTrees(layout.text()));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void onlyAdds(Layout layout) {
        Injection.Result result = Layout.inject(layout.text());
        if (layout.isImpossible()) {
            assertThat(result.notices()).isNotEmpty().allMatch(notice -> notice.line() > 1);
            return;
        }
        assertThat(result.notices()).isEmpty();
        assertThat(result.manifest().text()).isNotEqualTo(layout.text());
        // The letters of what is replaced may be in what is added, by chance.
        assertThat(layout.isReplacing()
                        || AddedText.onlyAdds(layout.text(), result.manifest().text()))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void isDoneOnce(Layout layout) {
        String once = Layout.injected(layout.text());
        assertThat(Layout.injected(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void goldensKeepTheirForm(Golden golden) {
        Injection.Result result = Layout.inject(golden.text());
        assertThat(result.notices()).isEmpty();
        assertThat(Layout.trees(result.manifest().text())).isEqualTo(Layout.injectedTrees(golden.text()));
    }
}
