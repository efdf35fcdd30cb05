package io.sidecarfirst.bench.result;

import io.sidecarfirst.bench.result.Figure.Better;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A figure divided by one of the same run. Other than figures, ratios mean about the same on another machine.
 *
 * @param name of the command, of what was measured, and of what it is divided by
 * @param value above 0
 * @param better in which direction it becomes better
 */
public record Ratio(String name, double value, Better better) {

    /**
     * A figure of ours over the same of another: round by round, for what disturbs a round disturbs both; then the
     * median. Empty where one of them has no such figure.
     */
    public static Optional<Ratio> of(String name, Figure figure, List<Figures> ours, List<Figures> others) {
        double value = median(IntStream.range(0, Math.min(ours.size(), others.size()))
                .mapToDouble(round -> ours.get(round).get(figure).orElse(Double.NaN)
                        / others.get(round).get(figure).orElse(Double.NaN))
                .filter(quotient -> Double.isFinite(quotient) && quotient > 0));
        return Double.isNaN(value) ? Optional.empty() : Optional.of(new Ratio(name, value, figure.better()));
    }

    /**
     * Whether this is worse than another by a tenth or more of that.
     *
     * @param base of the same name
     */
    boolean isRegressionFrom(Ratio base) {
        return better == Better.LOWER ? value >= base.value * 1.1 : value <= base.value * 0.9;
    }

    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
