package io.sidecarfirst.bench.result;

import io.sidecarfirst.bench.result.Figure.Better;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Files with ratios: the committed baseline, which holds nothing else, and the results of commands. */
public final class Baseline {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** A tenth must be seen in small ones, too. */
    private static final MathContext DIGITS = new MathContext(4);

    private Baseline() {}

    /**
     * The ratios of a file.
     *
     * @throws IllegalArgumentException if it is no such file, or has a name twice
     */
    public static List<Ratio> read(Path file) {
        try {
            List<Ratio> ratios = new ArrayList<>();
            JsonNode found = JSON.readTree(file).path("ratios");
            if (!found.isArray()) {
                throw new IllegalArgumentException(file + ": holds no ratios");
            }
            for (JsonNode ratio : found) {
                ratios.add(new Ratio(
                        ratio.path("name").asString(),
                        ratio.path("value").asDouble(),
                        Better.valueOf(ratio.path("better").asString())));
            }
            if (ratios.stream().map(Ratio::name).distinct().count() < ratios.size()) {
                throw new IllegalArgumentException(file + ": holds a name twice");
            }
            return ratios;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The baseline with the ratios that were measured in the places of those of the same commands; the ratios of
     * other commands stay.
     */
    public static List<Ratio> refreshed(List<Ratio> baseline, List<Ratio> measured) {
        Set<String> commands = measured.stream().map(Baseline::command).collect(Collectors.toSet());
        List<Ratio> refreshed = new ArrayList<>(baseline);
        refreshed.removeIf(ratio -> commands.contains(command(ratio)));
        refreshed.addAll(measured);
        refreshed.sort(Comparator.comparing(Ratio::name));
        return refreshed;
    }

    private static String command(Ratio ratio) {
        return ratio.name().split("[ :]", 2)[0];
    }

    /** Writes a baseline. */
    public static void write(Path file, List<Ratio> ratios) {
        JSON.writeValue(file, Map.of("ratios", tree(ratios)));
    }

    static ArrayNode tree(List<Ratio> ratios) {
        ArrayNode array = JSON.createArrayNode();
        for (Ratio ratio : ratios) {
            array.addObject()
                    .put("name", ratio.name())
                    .put("value", BigDecimal.valueOf(ratio.value()).round(DIGITS))
                    .put("better", ratio.better().name());
        }
        return array;
    }
}
