package io.sidecarfirst.bench.result;

import io.sidecarfirst.bench.machine.Machine;
import io.sidecarfirst.terminal.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What one command showed: a table for people, JSON for programs. */
public final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final String command;
    private final Machine machine = Machine.here();
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Row> rows = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();

    /**
     * What was measured of one target under one set of conditions.
     *
     * @param conditions such as the body and the number of connections; all rows of a report have the same keys
     * @param target its name
     * @param rounds one or more
     */
    public record Row(Map<String, String> conditions, String target, List<Figures> rounds) {
        /** Of all rounds. */
        public Figures figures() {
            return Figures.overRounds(rounds);
        }
    }

    /** @param command its name; that of each ratio begins with it */
    public Report(String command) {
        this.command = command;
    }

    /** Conditions, from names and values in turn. */
    public static Map<String, String> conditions(Object... namesAndValues) {
        Map<String, String> conditions = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            conditions.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
        return conditions;
    }

    /** Adds what was measured under the same conditions, ours first, with the ratios of ours to each of the others. */
    public void add(List<Row> measured, Figure... compared) {
        rows.addAll(measured);
        measured.stream().skip(1).forEach(other -> addRatios(measured.get(0), other, compared));
    }

    /** Adds the ratios of one row's figures to those of another. */
    public void addRatios(Row ours, Row other, Figure... compared) {
        for (Figure figure : compared) {
            Ratio.of(name(ours, figure.label() + " / " + other.target()), figure, ours.rounds(), other.rounds())
                    .ifPresent(ratios::add);
        }
    }

    /** Adds the ratio of one figure to another of the same row. */
    public void addRatio(Row row, Figure figure, Figure over) {
        Figures figures = row.figures();
        double value =
                figures.get(figure).orElse(Double.NaN) / figures.get(over).orElse(Double.NaN);
        if (Double.isFinite(value) && value > 0) {
            ratios.add(new Ratio(name(row, figure.label() + " / " + over.label()), value, figure.better()));
        }
    }

    private String name(Row row, String what) {
        return Stream.concat(
                        Stream.of(command),
                        row.conditions().entrySet().stream()
                                .map(condition -> condition.getKey() + "=" + condition.getValue()))
                .collect(Collectors.joining(" ", "", ": " + what));
    }

    /** The table, and below it the ratios. */
    public List<String> lines() {
        List<Figure> figures = rows.stream()
                .flatMap(row -> row.figures().asMap().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(
                rows.stream().findFirst().map(Row::conditions).orElse(Map.of()).keySet());
        head.add("target");
        int texts = head.size();
        figures.forEach(figure -> head.add(figure.label()));
        cells.add(head);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(row.conditions().values());
            line.add(row.target());
            for (Figure figure : figures) {
                line.add(
                        row.figures().asMap().containsKey(figure)
                                ? number(row.figures().get(figure).getAsDouble())
                                : "-");
            }
            cells.add(line);
        }
        List<String> lines = new ArrayList<>(table(cells, texts));
        lines.add("");
        lines.addAll(table(
                ratios.stream()
                        .map(ratio -> List.of(ratio.name(), number(ratio.value())))
                        .toList(),
                1));
        return lines;
    }

    /** Columns; from the given one on they are numbers. */
    public static List<String> table(List<List<String>> cells, int texts) {
        int columns = cells.isEmpty() ? 0 : cells.get(0).size();
        Set<Integer> numbers = IntStream.range(texts, columns).boxed().collect(Collectors.toSet());
        return new Table(
                        2,
                        numbers,
                        cells.stream()
                                .map(row -> row.stream().map(Table.Cell::of).toList())
                                .toList())
                .lines(false);
    }

    /** Three digits that say something, and all of a whole number. */
    public static String number(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        boolean isLarge = Math.abs(value) >= 100;
        BigDecimal shown = isLarge ? exact.setScale(0, RoundingMode.HALF_UP) : exact.round(new MathContext(3));
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : shown.toPlainString();
    }

    /** Writes it all to a file. */
    public void write(Path file, List<String> arguments) {
        ObjectNode root = JSON.createObjectNode();
        root.put("command", command);
        root.set("arguments", JSON.valueToTree(arguments));
        root.put("date", begin.toString());
        root.set("machine", JSON.valueToTree(machine.asMap()));
        var array = root.putArray("figures");
        for (Row row : rows) {
            ObjectNode node = array.addObject();
            row.conditions().forEach(node::put);
            node.put("target", row.target());
            node.set("all", tree(row.figures()));
            var rounds = node.putArray("rounds");
            row.rounds().forEach(round -> rounds.add(tree(round)));
        }
        root.set("ratios", Baseline.tree(ratios));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JSON.writeValue(file, root);
    }

    private static ObjectNode tree(Figures figures) {
        ObjectNode node = JSON.createObjectNode();
        figures.asMap().forEach((figure, value) -> node.put(figure.label(), Math.round(value * 1000) / 1000.0));
        return node;
    }
}
