package io.sidecarfirst.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.bench.result.Comparison.Pair;
import io.sidecarfirst.bench.result.Figure.Better;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static Ratio ratio(String name, double value, Better better) {
        return new Ratio(name, value, better);
    }

    @ParameterizedTest
    @CsvSource({
        "LOWER, 2, 2.19, same",
        "LOWER, 2, 2.21, WORSE",
        "LOWER, 2, 1.85, same",
        "LOWER, 2, 1.5, better",
        "HIGHER, 2, 1.81, same",
        "HIGHER, 2, 1.79, WORSE",
        "HIGHER, 2, 2.15, same",
        "HIGHER, 2, 2.5, better",
    })
    void aTenthInTheWrongDirectionIsARegression(Better better, double base, double now, String verdict) {
        Pair pair = new Pair(ratio("load: cpu", base, better), ratio("load: cpu", now, better));

        assertThat(pair.verdict()).isEqualTo(verdict);
        assertThat(pair.isRegression()).isEqualTo(verdict.equals("WORSE"));
    }

    @Test
    void theOneThatBecameWorseIsNamed() {
        List<Ratio> baseline = List.of(
                ratio("load: cpu", 0.2, Better.LOWER),
                ratio("load: rate", 4, Better.HIGHER),
                ratio("start", 1.2, Better.LOWER));
        List<Ratio> measured = List.of(
                ratio("load: cpu", 0.19, Better.LOWER),
                ratio("load: rate", 3, Better.HIGHER),
                ratio("memory", 1, Better.LOWER));

        Comparison comparison = Comparison.of(baseline, measured);

        assertThat(comparison.regressions())
                .extracting(pair -> pair.base().name())
                .containsExactly("load: rate");
        assertThat(comparison.unknown()).extracting(Ratio::name).containsExactly("memory");
        assertThat(comparison.unmeasured()).extracting(Ratio::name).containsExactly("start");
    }
}
