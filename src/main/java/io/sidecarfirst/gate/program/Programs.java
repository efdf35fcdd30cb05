package io.sidecarfirst.gate.program;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.LoopbackImage;
import io.sidecarfirst.gate.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The programs that are known.
 *
 * @param all the first that matches counts
 */
public record Programs(List<Program> all) {
    private static final Set<String> FIELDS = Set.of(
            "name", "images", "commands", "subcommand", "listens", "unless", "unlessPresent", "also", "inImage", "since", "ports",
            "mesh", "waitsForMain", "checks", "note", "source", "unverified");

    public Programs {
        all = List.copyOf(all);
    }

    /** Those of the file that comes with the program. */
    public static final Programs KNOWN = read();

    /** Those of the file and those of the settings, which count first. */
    public static Programs under(Settings settings) {
        Stream<Program> own = settings.loopbackImages().stream()
                .filter(image -> !LoopbackImage.KNOWN.contains(image))
                .map(image -> new Program(
                        image.name(),
                        List.of(image.name()),
                        List.of(image.name()),
                        null,
                        Program.Listens.LOOPBACK,
                        image.overrides(),
                        List.of(),
                        List.of(),
                        null,
                        null));
        return new Programs(Stream.concat(own, KNOWN.all().stream()).toList());
    }

    private static Programs read() {
        try (InputStream in = Programs.class.getResourceAsStream("programs.yaml")) {
            if (in == null) {
                throw new IllegalStateException("programs.yaml is not in the jar");
            }
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return parse(JsonMapper.shared().valueToTree(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the form of {@code programs.yaml}.
     *
     * @throws IllegalArgumentException if it has another; the message names the entry and the field
     */
    public static Programs parse(JsonNode file) {
        List<Program> programs = new ArrayList<>();
        for (JsonNode entry : file.path("programs")) {
            programs.add(program(entry));
        }
        return new Programs(programs);
    }

    private static Program program(JsonNode entry) {
        String name = entry.path("name").asString("");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("programs: an entry has no name");
        }
        entry.propertyNames().forEach(field -> {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("programs: " + name + ": unknown field \"" + field + "\"");
            }
        });
        return new Program(
                name,
                texts(entry, "images"),
                texts(entry, "commands"),
                entry.path("subcommand").asString(null),
                listens(name, entry.path("listens").asString("")),
                texts(entry, "unless"),
                texts(entry, "unlessPresent"),
                also(entry.path("also")),
                entry.path("inImage").path("listens").asString("").equals("all")
                        ? entry.path("inImage").path("by").asString("config")
                        : null,
                mainWait(entry.path("waitsForMain")));
    }

    private static List<Program.OwnListener> also(JsonNode nodes) {
        List<Program.OwnListener> listeners = new ArrayList<>();
        for (JsonNode node : nodes) {
            List<Integer> ports = new ArrayList<>();
            node.path("ports").forEach(port -> ports.add(port.asInt()));
            listeners.add(new Program.OwnListener(texts(node, "portFrom"), ports, texts(node, "unless")));
        }
        return listeners;
    }

    private static Program.Listens listens(String name, String text) {
        return Stream.of(Program.Listens.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "programs: " + name + ": listens: \"" + text + "\"; allowed: loopback, all, configured, none"));
    }

    private static Program.@Nullable MainWait mainWait(JsonNode node) {
        return node.isObject() ? new Program.MainWait(texts(node, "when"), texts(node, "paths")) : null;
    }

    private static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(text -> texts.add(text.asString()));
        return texts;
    }

    /** The program that a container runs, by its command or else by its image. */
    public Optional<Program> of(Container container, List<List<String>> invocations) {
        for (List<String> words : invocations) {
            Optional<Program> program = Invocation.of(words).flatMap(this::of);
            if (program.isPresent()) {
                return program;
            }
        }
        Optional<String> first = invocations.stream()
                .limit(1)
                .flatMap(List::stream)
                .filter(word -> !word.startsWith("-"))
                .findFirst();
        return all.stream()
                .filter(program -> program.isImage(container.image()))
                .filter(program -> program.subcommand() == null
                        || first.filter(program.subcommand()::equals).isPresent())
                .findFirst();
    }

    private Optional<Program> of(Invocation invocation) {
        return all.stream()
                .filter(program -> program.commands().contains(invocation.program()))
                .filter(program ->
                        program.subcommand() == null || program.subcommand().equals(invocation.subcommand()))
                .findFirst();
    }
}
