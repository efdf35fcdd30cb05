package io.sidecarfirst.bench.result;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What one round showed. A figure that nobody could take is not there. */
public final class Figures {
    private final Map<Figure, Double> values = new EnumMap<>(Figure.class);

    /** Adds a figure, unless it is no finite number. */
    public Figures put(Figure figure, double value) {
        if (Double.isFinite(value)) {
            values.put(figure, value);
        }
        return this;
    }

    /** A figure, if it is there. */
    public OptionalDouble get(Figure figure) {
        return values.containsKey(figure) ? OptionalDouble.of(values.get(figure)) : OptionalDouble.empty();
    }

    /** Whether a request failed. */
    public boolean hasErrors() {
        return get(Figure.ERRORS).orElse(0) != 0;
    }

    /** All, in the order of {@link Figure}. */
    public Map<Figure, Double> asMap() {
        return Collections.unmodifiableMap(values);
    }

    /** One for several rounds: the median, the longest, or the sum, as fits each figure. */
    public static Figures overRounds(List<Figures> rounds) {
        Figures all = new Figures();
        for (Figure figure : Figure.values()) {
            double[] values = rounds.stream()
                    .flatMapToDouble(round -> round.get(figure).stream())
                    .toArray();
            if (values.length > 0) {
                all.put(figure, figure.overRounds(DoubleStream.of(values)));
            }
        }
        return all;
    }
}
