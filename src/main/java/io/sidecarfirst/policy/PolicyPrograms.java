package io.sidecarfirst.policy;

import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The programs as the inside of a CEL map, from the last part of an image or the name of a command to what is known of it;
 * {@code policy.yaml} says what each field means.
 */
final class PolicyPrograms {
    private PolicyPrograms() {}

    static String text(Programs programs) {
        Map<String, List<Program>> byName = new LinkedHashMap<>();
        programs.all().stream()
                .filter(PolicyPrograms::saysSomething)
                .forEach(program -> names(program)
                        .forEach(name -> byName.computeIfAbsent(name, any -> new ArrayList<>())
                                .add(program)));
        return byName.entrySet().stream()
                .map(entry -> literal(entry.getKey()) + ": ["
                        + firsts(entry.getValue()).stream()
                                .map(program -> fields(program, entry.getKey()))
                                .collect(Collectors.joining(", "))
                        + "]")
                .collect(Collectors.joining(",\n"));
    }

    private static boolean saysSomething(Program program) {
        return program.listens() == Program.Listens.LOOPBACK
                || !program.unless().isEmpty()
                || program.mainWait() != null;
    }

    private static Stream<String> names(Program program) {
        return Stream.concat(program.images().stream().map(PolicyPrograms::lastPart), program.commands().stream())
                .distinct();
    }

    private static String lastPart(String image) {
        return image.substring(image.lastIndexOf('/') + 1);
    }

    /** The first that matches counts; only one with a subcommand lets later ones match. */
    private static List<Program> firsts(List<Program> programs) {
        List<Program> firsts = new ArrayList<>();
        for (Program program : programs) {
            firsts.add(program);
            if (program.subcommand() == null) {
                break;
            }
        }
        return firsts;
    }

    private static String fields(Program program, String name) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!program.commands().contains(name)) {
            program.images().stream()
                    .filter(image -> image.endsWith("/" + name))
                    .forEach(image -> fields.put("path", literal("/" + image)));
        }
        String subcommand = program.subcommand();
        if (subcommand != null) {
            fields.put("sub", literal(subcommand));
        }
        if (program.listens() == Program.Listens.LOOPBACK) {
            fields.put("loopback", "true");
        }
        putTexts(fields, "unless", program.unless());
        putTexts(
                fields,
                "pieces",
                program.unless().stream()
                        .filter(spelling -> spelling.endsWith("=") || spelling.endsWith(":"))
                        .toList());
        putTexts(fields, "present", program.unlessPresent());
        if (!program.also().isEmpty()) {
            fields.put(
                    "also",
                    program.also().stream().map(PolicyPrograms::listener).collect(Collectors.joining(", ", "[", "]")));
        }
        String by = program.setByImage();
        if (by != null && program.listens() == Program.Listens.LOOPBACK) {
            putTexts(fields, "image", program.images());
            fields.put("by", literal(by));
        }
        Program.MainWait wait = program.mainWait();
        if (wait != null) {
            fields.put("when", texts(wait.when()));
            fields.put("paths", texts(wait.paths()));
        }
        return dynamic(fields);
    }

    private static String listener(Program.OwnListener listener) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("from", texts(listener.portFrom()));
        fields.put("ports", listener.ports().toString());
        putTexts(fields, "unless", listener.unless());
        return dynamic(fields);
    }

    private static void putTexts(Map<String, String> fields, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            fields.put(name, texts(texts));
        }
    }

    /** A map with values of several types. */
    private static String dynamic(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> literal(field.getKey()) + ": dyn(" + field.getValue() + ")")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String texts(Collection<String> texts) {
        return texts.stream().map(PolicyPrograms::literal).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
