package io.sidecarfirst.bench.result;

import io.sidecarfirst.bench.result.Figure.Better;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ratios beside those of the baseline.
 *
 * @param pairs measured ones whose name the baseline has
 * @param unknown measured, not in the baseline
 * @param unmeasured in the baseline, not measured
 */
public record Comparison(List<Pair> pairs, List<Ratio> unknown, List<Ratio> unmeasured) {

    /** A ratio then and now. */
    public record Pair(Ratio base, Ratio now) {
        /** Whether it became worse by 10 % or more. */
        public boolean isRegression() {
            return now.isRegressionFrom(base);
        }

        /** How it changed, in words. */
        public String verdict() {
            if (isRegression()) {
                return "WORSE";
            }
            return base.isRegressionFrom(now) ? "better" : "same";
        }

        /** How much it changed, in percent of what it was. */
        public double percent() {
            return (now.value() / base.value() - 1) * 100;
        }
    }

    /** Compares; the direction that counts is the baseline's. */
    public static Comparison of(List<Ratio> baseline, List<Ratio> measured) {
        Map<String, Ratio> bases = baseline.stream().collect(Collectors.toMap(Ratio::name, Function.identity()));
        List<Pair> pairs = new ArrayList<>();
        List<Ratio> unknown = new ArrayList<>();
        for (Ratio now : measured) {
            @Nullable Ratio base = bases.remove(now.name());
            if (base == null) {
                unknown.add(now);
            } else {
                Better better = base.better();
                pairs.add(new Pair(base, new Ratio(now.name(), now.value(), better)));
            }
        }
        List<Ratio> unmeasured =
                baseline.stream().filter(base -> bases.containsKey(base.name())).toList();
        return new Comparison(pairs, unknown, unmeasured);
    }

    /** Those that became worse by 10 % or more. */
    public List<Pair> regressions() {
        return pairs.stream().filter(Pair::isRegression).toList();
    }
}
