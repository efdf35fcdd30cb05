package io.sidecarfirst.policy;

import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The programs as the insides of CEL maps; {@code policy.yaml} says what each field means.
 *
 * @param programs the programs that are known
 */
record PolicyPrograms(Programs programs) {

    /** What the places for them stand for. */
    Map<String, String> values() {
        return Map.of(
                "programs",
                said().map(program -> literal(program.name()) + ": " + fields(program))
                        .collect(Collectors.joining(",\n")),
                "programs-by-image",
                index(Program::images, image -> image.substring(image.lastIndexOf('/') + 1)),
                "programs-by-command",
                index(Program::commands, command -> command));
    }

    /** Those that may speak against a gate. */
    private Stream<Program> said() {
        return programs.all().stream()
                .filter(program -> program.mainWait() != null
                        || !isOpen(program.listens())
                        || program.ports().stream().anyMatch(port -> !isOpen(port.listens())));
    }

    private static boolean isOpen(Program.Listening listening) {
        return !isClosed(listening)
                && listening.unless().isEmpty()
                && listening.closedBy().isEmpty();
    }

    private static boolean isClosed(Program.Listening listening) {
        return listening.byDefault() == Program.Default.LOOPBACK || listening.byDefault() == Program.Default.NONE;
    }

    /**
     * By name, the programs in their order; of those with the same one, the first that needs no subcommand is the last.
     */
    private String index(Function<Program, List<String>> names, UnaryOperator<String> key) {
        Map<String, Set<String>> index = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        said().forEach(program -> names.apply(program).forEach(name -> {
            if (!taken.contains(name)) {
                index.computeIfAbsent(key.apply(name), any -> new LinkedHashSet<>())
                        .add(program.name());
            }
            if (program.subcommand() == null) {
                taken.add(name);
            }
        }));
        return index.entrySet().stream()
                .map(entry -> literal(entry.getKey()) + ": " + texts(entry.getValue()))
                .collect(Collectors.joining(",\n"));
    }

    private static String fields(Program program) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("images", texts(program.images()));
        String subcommand = program.subcommand();
        if (subcommand != null) {
            fields.put("sub", literal(subcommand));
        }
        if (!program.only().isEmpty()) {
            fields.put(
                    "only",
                    texts(Stream.concat(program.only().stream(), program.commands().stream())
                            .toList()));
        }
        putListening(fields, program.listens());
        if (!program.ports().isEmpty()) {
            fields.put(
                    "ports",
                    program.ports().stream().map(PolicyPrograms::port).collect(Collectors.joining(", ", "[", "]")));
        }
        Program.SetByImage by = program.setByImage();
        if (by != null) {
            fields.put("by", literal(by.name().toLowerCase(Locale.ROOT)));
        }
        putTexts(fields, "config", spellings(program.config()));
        Program.MainWait wait = program.mainWait();
        if (wait != null) {
            fields.put("when", texts(spellings(wait.when())));
            fields.put("paths", texts(wait.paths()));
        }
        return map(fields);
    }

    private static String port(Program.OwnPort port) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("from", texts(spellings(port.portFrom())));
        fields.put("ports", port.ports().toString());
        putListening(fields, port.listens());
        return map(fields);
    }

    private static void putListening(Map<String, String> fields, Program.Listening listening) {
        fields.put("closed", String.valueOf(isClosed(listening)));
        putTexts(fields, "unless", spellings(listening.unless()));
        putTexts(
                fields,
                "pieces",
                listening.unless().stream()
                        .filter(spelling -> spelling.endsWith("=") || spelling.endsWith(":"))
                        .toList());
        putTexts(
                fields,
                "keys",
                listening.unless().stream()
                        .filter(spelling -> spelling.matches("[a-z].*[^=:]"))
                        .map(PolicyValues::literal)
                        .toList());
        putTexts(fields, "present", spellings(listening.unlessPresent()));
        putTexts(fields, "closedBy", spellings(listening.closedBy()));
    }

    private static void putTexts(Map<String, String> fields, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            fields.put(name, texts(texts));
        }
    }

    /** Long flags without the signs in them, as the policy compares them. */
    private static List<String> spellings(List<String> options) {
        return options.stream().map(PolicyPrograms::spelling).toList();
    }

    private static String spelling(String option) {
        String name = option.split("=", 2)[0];
        return name.startsWith("-") && name.length() > 2
                ? "--" + name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "") + option.substring(name.length())
                : option;
    }

    /** A map with values of several types. */
    private static String map(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> literal(field.getKey()) + ": dyn(" + field.getValue() + ")")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String texts(Collection<String> texts) {
        return texts.stream().map(PolicyPrograms::literal).collect(Collectors.joining(", ", "[", "]"));
    }

    /** In ASCII: a line break would end the expression, and not every character may stand in YAML. */
    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("'");
        text.codePoints().forEach(c -> literal.append(escaped(c)));
        return literal.append("'").toString();
    }

    /** @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values">CEL: escapes</a> */
    private static String escaped(int character) {
        if (character == '\'' || character == '\\') {
            return "\\" + (char) character;
        }
        if (character >= ' ' && character <= '~') {
            return Character.toString(character);
        }
        boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return half ? "?" : String.format("\\U%08x", character);
    }
}
