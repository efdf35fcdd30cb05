package io.sidecarfirst.gate.program;

import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.ImageReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the form of {@code programs.yaml}, and says of what it cannot read which entry and which field it is. */
final class ProgramsReader {
    private static final int SCHEMA = 1;
    private static final int MAX_PORT = 65_535;

    /** What no name needs, and what would break a message or a comment with the name in it. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private static final Set<String> HANDLERS = Set.of("exec", "httpGet", "tcpSocket", "grpc");

    private ProgramsReader() {}

    /** @throws IllegalArgumentException if it has another form */
    static List<Program> read(JsonNode tree) {
        Mapping file = new Mapping(tree, "");
        file.allow("schema", "programs");
        if (!tree.path("schema").isInt() || tree.path("schema").intValue() != SCHEMA) {
            throw file.wrong("schema", "must be " + SCHEMA);
        }
        List<Program> programs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Mapping entry : file.mappings("programs")) {
            String name = entry.text("name").trim();
            if (name.isEmpty()) {
                throw entry.wrong("name", "is missing");
            }
            if (UNPRINTABLE.matcher(name).find()) {
                throw entry.wrong("name", "has a character that cannot be printed");
            }
            if (!names.add(name)) {
                throw entry.wrong("name", "\"" + name + "\" is taken by an entry before");
            }
            programs.add(program(name, new Mapping(entry.node(), "program " + name + ": ")));
        }
        return programs;
    }

    private static Program program(String name, Mapping entry) {
        entry.allow(
                "name",
                "images",
                "commands",
                "subcommand",
                "only",
                "listens",
                "unless",
                "unlessPresent",
                "closedBy",
                "ports",
                "since",
                "inImage",
                "config",
                "waitsForMain",
                "mesh",
                "checks",
                "note",
                "source",
                "unverified");
        List<String> images = entry.texts("images");
        List<String> commands = entry.texts("commands");
        if (images.isEmpty() && commands.isEmpty()) {
            throw entry.wrong("images", "is missing, and so is commands: no container would be found by it");
        }
        List<String> sources = entry.texts("source");
        return new Program(
                name,
                images,
                commands,
                entry.textOrNull("subcommand"),
                entry.texts("only"),
                listening(entry),
                entry.mappings("ports").stream().map(ProgramsReader::ownPort).toList(),
                since(entry),
                entry.has("inImage") ? entry.constant("inImage", Program.SetByImage.values()) : null,
                entry.texts("config"),
                entry.has("waitsForMain") ? mainWait(entry.mapping("waitsForMain")) : null,
                entry.node().path("mesh").asBoolean(false),
                entry.mappings("checks").stream()
                        .map(check -> check(check, sources))
                        .toList(),
                entry.text("note"),
                sources);
    }

    private static Program.Listening listening(Mapping node) {
        return new Program.Listening(
                node.constant("listens", Program.Default.values()),
                node.texts("unless"),
                node.texts("unlessPresent"),
                node.texts("closedBy"));
    }

    private static Program.OwnPort ownPort(Mapping node) {
        node.allow("ports", "portFrom", "listens", "unless", "unlessPresent", "closedBy");
        List<Integer> ports = new ArrayList<>();
        for (JsonNode port : node.list("ports")) {
            if (!port.isInt() || port.intValue() < 1 || port.intValue() > MAX_PORT) {
                throw node.wrong("ports", "must be numbers from 1 to " + MAX_PORT);
            }
            ports.add(port.intValue());
        }
        List<String> portFrom = node.texts("portFrom");
        if (ports.isEmpty() && portFrom.isEmpty()) {
            throw node.wrong("ports", "is missing, and so is portFrom");
        }
        return new Program.OwnPort(portFrom, ports, listening(node));
    }

    private static @Nullable String since(Mapping entry) {
        String since = entry.textOrNull("since");
        if (since != null && ImageReference.numbers(since).isEmpty()) {
            throw entry.wrong("since", "must be a version in quotes, such as \"1.0\"");
        }
        return since;
    }

    private static Program.MainWait mainWait(Mapping node) {
        node.allow("always", "when", "paths");
        List<String> when = node.texts("when");
        if (node.node().path("always").asBoolean(false) != when.isEmpty()) {
            throw node.wrong("always", "must be true, or when must name the options; not both");
        }
        return new Program.MainWait(when, node.texts("paths"));
    }

    private static Program.Check check(Mapping node, List<String> sources) {
        node.allow("probe", "needs", "portFrom", "note", "source");
        Mapping probe = node.mapping("probe");
        List<String> kinds = List.copyOf(probe.node().propertyNames());
        if (kinds.size() != 1 || !HANDLERS.contains(kinds.get(0))) {
            throw node.wrong("probe", "must be one of exec, httpGet, tcpSocket, grpc, as in a Kubernetes probe");
        }
        String kind = kinds.get(0);
        Handler handler = new Handler(kind, probe.mapping(kind).node());
        if (kind.equals("exec") ? handler.command().isEmpty() : handler.port().isEmpty()) {
            throw node.wrong("probe", kind + (kind.equals("exec") ? " needs a command" : " needs a port"));
        }
        List<String> own = node.texts("source");
        return new Program.Check(
                handler,
                node.texts("needs"),
                node.texts("portFrom"),
                node.text("note"),
                Stream.concat(own.stream(), sources.stream()).findFirst().orElse(""));
    }

    /**
     * A mapping of the file.
     *
     * @param where in the file it stands, with a colon; empty for the file itself
     */
    private record Mapping(JsonNode node, String where) {

        IllegalArgumentException wrong(String field, String what) {
            return new IllegalArgumentException(
                    UNPRINTABLE.matcher(where + field + ": " + what).replaceAll("?"));
        }

        void allow(String... fields) {
            Set<String> known = Set.of(fields);
            for (String field : node.propertyNames()) {
                if (!known.contains(field)) {
                    throw wrong(field, "is no field of this; allowed: " + String.join(", ", fields));
                }
            }
        }

        boolean has(String field) {
            return !node.path(field).isMissingNode() && !node.path(field).isNull();
        }

        @Nullable
        String textOrNull(String field) {
            if (!has(field)) {
                return null;
            }
            if (!node.path(field).isString()) {
                throw wrong(field, "must be a text");
            }
            return node.path(field).stringValue();
        }

        /** A text; empty where there is none. */
        String text(String field) {
            String text = textOrNull(field);
            return text == null ? "" : text;
        }

        Iterable<JsonNode> list(String field) {
            if (!has(field)) {
                return List.of();
            }
            if (!node.path(field).isArray()) {
                throw wrong(field, "must be a list");
            }
            return node.path(field);
        }

        List<String> texts(String field) {
            List<String> texts = new ArrayList<>();
            for (JsonNode item : list(field)) {
                if (!item.isString() || item.stringValue().isBlank()) {
                    throw wrong(field, "must be a list of texts");
                }
                texts.add(item.stringValue());
            }
            return texts;
        }

        Mapping mapping(String field) {
            return mapping(node.path(field), field);
        }

        private Mapping mapping(JsonNode child, String path) {
            if (!child.isObject()) {
                throw wrong(path, "must be a mapping");
            }
            return new Mapping(child, where + path + ".");
        }

        List<Mapping> mappings(String field) {
            List<Mapping> mappings = new ArrayList<>();
            for (JsonNode item : list(field)) {
                mappings.add(mapping(item, field + "[" + mappings.size() + "]"));
            }
            return mappings;
        }

        <E extends Enum<E>> E constant(String field, E[] constants) {
            String text = text(field);
            Function<E, String> id = constant -> constant.name().toLowerCase(Locale.ROOT);
            return Stream.of(constants)
                    .filter(constant -> id.apply(constant).equals(text))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            field,
                            (text.isEmpty() ? "is missing" : "\"" + text + "\" is not known") + "; allowed: "
                                    + Stream.of(constants).map(id).collect(Collectors.joining(", "))));
        }
    }
}
