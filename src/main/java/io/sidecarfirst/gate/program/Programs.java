package io.sidecarfirst.gate.program;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.options.Invocation;
import io.sidecarfirst.gate.options.Listener;
import io.sidecarfirst.gate.options.Options;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The programs of which it is known what they do by default. */
public final class Programs {

    /** Those that come with sidecar-first. */
    public static final Programs KNOWN = parse(KnownPrograms.tree());

    private final List<Program> all;

    /** Those that have a command or an image of that name: most containers run none, and that is seen at once. */
    private final Map<String, List<Program>> byCommand;

    private final Map<String, List<Integer>> indexesByImage;

    /** @param all the first that matches counts */
    public Programs(List<Program> all) {
        this.all = List.copyOf(all);
        Map<String, List<Program>> byCommand = new HashMap<>();
        Map<String, List<Integer>> indexesByImage = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Program program = all.get(i);
            int index = i;
            program.commands().stream()
                    .distinct()
                    .forEach(command -> byCommand
                            .computeIfAbsent(command, name -> new ArrayList<>())
                            .add(program));
            program.images()
                    .forEach(image -> indexesByImage
                            .computeIfAbsent(image, name -> new ArrayList<>())
                            .add(index));
        }
        this.byCommand = Map.copyOf(byCommand);
        this.indexesByImage = Map.copyOf(indexesByImage);
    }

    /** Each of them; the first that matches counts. */
    public List<Program> all() {
        return all;
    }

    /**
     * Reads the form of {@code programs.yaml}.
     *
     * @throws IllegalArgumentException if it has another; the message names the entry and the field
     */
    public static Programs parse(JsonNode file) {
        return new Programs(ProgramsReader.read(file));
    }

    /** These and others, which count first: one of a name that is known replaces that. */
    public Programs with(List<Program> others) {
        Map<String, Program> byName = new LinkedHashMap<>();
        others.forEach(program -> byName.put(program.name(), program));
        all.forEach(program -> byName.putIfAbsent(program.name(), program));
        return new Programs(List.copyOf(byName.values()));
    }

    /** The program that a container runs, as far as it is known. */
    public Optional<Program> of(Container container) {
        return of(container, Options.of(container));
    }

    /**
     * The same, where the container's options have been read already: by its command, by a word behind what starts it,
     * or else by its image; the image comes first where it has the command.
     */
    public Optional<Program> of(Container container, Options options) {
        for (Invocation invocation : options.invocations()) {
            Optional<Program> program = named(container, invocation);
            if (program.isPresent()) {
                return program;
            }
        }
        return otherwiseOf(container, options);
    }

    /**
     * The program that would listen on that port. Of several in one script an earlier one is not asked where something
     * runs after it and its own ports are others: {@code ssh -fL 5432:db:5432 bastion; exec server}.
     */
    public Optional<Program> of(Container container, Options options, int port) {
        List<Invocation> all = options.invocations();
        int last = all.size() - 1;
        while (last >= 0 && !all.get(last).mayServe()) {
            last--;
        }
        boolean any = false;
        for (int i = 0; i < all.size(); i++) {
            Invocation invocation = all.get(i);
            Optional<Program> program = named(container, invocation);
            any |= program.isPresent();
            if (program.isPresent() && (i >= last || !isElsewhere(program.get(), invocation, options, port))) {
                return program;
            }
        }
        return any ? Optional.empty() : otherwiseOf(container, options);
    }

    /** Whether all ports of a program are known, and that port is none of them. */
    private static boolean isElsewhere(Program program, Invocation invocation, Options options, int port) {
        return invocation.onlyShowsVersion()
                || ((invocation.namesPorts() || program.hasKnownPorts())
                        && !invocation.mayName(port)
                        && program.ports().stream().noneMatch(own -> own.isOn(port, options)));
    }

    private Optional<Program> otherwiseOf(Container container, Options options) {
        return container.hasCommand()
                ? behindStarter(container, options).or(() -> byImage(container))
                : byImage(container).or(() -> behindStarter(container, options));
    }

    private Optional<Program> behindStarter(Container container, Options options) {
        for (Invocation starter : options.invocations()) {
            if (!starter.arguments().isEmpty()) {
                Optional<Program> program = starter.behind(byCommand::containsKey)
                        .flatMap(invocation -> named(container, invocation).stream())
                        .findFirst();
                if (program.isPresent()) {
                    return program;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Program> byImage(Container container) {
        List<String> names = Program.names(container.image());
        Set<Integer> indexes = new TreeSet<>();
        for (String name : names) {
            indexes.addAll(indexesByImage.getOrDefault(name, List.of()));
        }
        return indexes.isEmpty() ? Optional.empty() : called(indexes.stream().map(all::get), container.commandLine());
    }

    private Optional<Program> named(Container container, Invocation invocation) {
        List<Program> called = byCommand.getOrDefault(invocation.program(), List.of());
        return called.isEmpty()
                ? Optional.empty()
                : called(
                        called.stream().filter(program -> program.allows(container.commandLine())),
                        invocation.arguments());
    }

    /** Of the programs that match, the one whose subcommand is the first among the arguments; without one, any. */
    private static Optional<Program> called(Stream<Program> matching, List<String> arguments) {
        return matching.filter(program -> program.subcommand() == null || arguments.contains(program.subcommand()))
                .min(Comparator.comparingInt(program ->
                        program.subcommand() == null ? Integer.MAX_VALUE : arguments.indexOf(program.subcommand())));
    }

    /**
     * The checks that suit this container as a gate, the best first; none where its program is not known or has none.
     * The port is the one that the container's options say, and {@link Program.Check#needs} holds what the container
     * still lacks. They are to be proposed to people, never applied: an {@code exec} of a binary that the image lacks
     * never passes.
     */
    public List<Program.Check> checksOf(Container container) {
        Options options = Options.of(container);
        return of(container, options).stream()
                .flatMap(program -> program.checks().stream())
                .map(check -> check(check, options))
                .toList();
    }

    private static Program.Check check(Program.Check check, Options options) {
        Handler handler = options.ports(check.portFrom()).stream()
                .findFirst()
                .map(port -> withPort(check.handler(), port))
                .orElse(check.handler());
        List<String> needs = isBoundByConfiguration(handler, options)
                ? List.of()
                : check.needs().stream().filter(need -> !options.meets(need)).toList();
        return new Program.Check(handler, needs, check.portFrom(), check.note(), check.link());
    }

    private static Handler withPort(Handler handler, int port) {
        return handler.network() && handler.node() instanceof ObjectNode node
                ? new Handler(handler.kind(), node.deepCopy().put("port", port))
                : handler;
    }

    /** Whether a configuration that stands in the container binds the check's port to all addresses. */
    private static boolean isBoundByConfiguration(Handler handler, Options options) {
        return handler.port().stream()
                .flatMap(port -> Stream.of(port.toString()))
                .filter(port -> port.matches("\\d+"))
                .anyMatch(port -> Listener.inConfigurations(Integer.parseInt(port), options).stream()
                        .anyMatch(listener -> !listener.loopback()));
    }
}
