package io.sidecarfirst.gate.program;

import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.ImageReference;
import io.sidecarfirst.gate.options.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one program does by default: an entry of {@code programs.yaml}, whose head explains each field.
 *
 * @param name its name in the file and in messages
 * @param images the last parts of image repositories that are this program, compared by whole path segments
 * @param commands base names of executables that are this program
 * @param subcommand counts only where this is the first argument; null where any will do
 * @param only counts only where the command line has no words but its commands, these, flags and numbers; none where
 *     any will do
 * @param listens where it listens on every port that no entry of {@code ports} is about
 * @param ports ports with a rule of their own, such as that of a health server
 * @param since the version from which {@code listens} holds, as numbers with dots; before, it listened on all
 *     addresses; null where it always did
 * @param setByImage how its published image makes it listen on all addresses; null where it does not
 * @param config options that name a configuration file, and folders in which it lies: such a file may say otherwise
 * @param mainWait when its readiness needs a main; null where it never does
 * @param mesh whether it is the proxy of a service mesh
 * @param checks checks that suit as a gate, the best first; proposed to people, never applied
 * @param note what people should be told; empty where there is nothing
 * @param sources where this can be read: links to the program's own documentation or source
 */
public record Program(
        String name,
        List<String> images,
        List<String> commands,
        @Nullable String subcommand,
        List<String> only,
        Listening listens,
        List<OwnPort> ports,
        @Nullable String since,
        @Nullable SetByImage setByImage,
        List<String> config,
        @Nullable MainWait mainWait,
        boolean mesh,
        List<Check> checks,
        String note,
        List<String> sources) {

    /** Where a program listens by default. */
    public enum Default {
        /** On loopback only. */
        LOOPBACK,
        /** On all addresses. */
        ALL,
        /** Where its configuration says; without one nothing is known. */
        CONFIGURED,
        /** Nowhere. */
        NONE
    }

    /** What makes a published image listen on all addresses, and how a Pod undoes it. */
    public enum SetByImage {
        /** A variable, which the Pod may set. */
        ENV,
        /** The image's arguments, which {@code command} and {@code args} replace. */
        CMD,
        /** The image's entry point, which {@code command} replaces. */
        ENTRYPOINT,
        /** A file in the image. */
        CONFIG
    }

    /**
     * Where a program listens, and what says otherwise.
     *
     * @param byDefault where none of the options is there
     * @param unless options that hold the address: flags, variables, and pieces of an argument before an address
     * @param unlessPresent options whose mere presence makes it listen on all addresses
     * @param closedBy options whose mere presence keeps it from listening at all
     */
    public record Listening(Default byDefault, List<String> unless, List<String> unlessPresent, List<String> closedBy) {
        public Listening {
            unless = List.copyOf(unless);
            unlessPresent = List.copyOf(unlessPresent);
            closedBy = List.copyOf(closedBy);
        }

        /** Without the options that are there and speak of another port: {@code PORT=9000}, {@code listener 1884}. */
        Listening on(int port, Options options) {
            List<String> ofPort = unlessPresent.stream()
                    .filter(spelling -> !LAST_NUMBER.matcher(spelling).find() || spelling.endsWith(" " + port))
                    .filter(spelling -> {
                        List<Integer> said = options.ports(List.of(spelling));
                        return said.isEmpty() || said.contains(port);
                    })
                    .toList();
            return ofPort.size() == unlessPresent.size() ? this : new Listening(byDefault, unless, ofPort, closedBy);
        }
    }

    /**
     * A port with a listener of its own.
     *
     * @param portFrom options that hold the port
     * @param ports the port where no option says; several where it depends
     * @param listens where it listens there
     */
    public record OwnPort(List<String> portFrom, List<Integer> ports, Listening listens) {
        public OwnPort {
            portFrom = List.copyOf(portFrom);
            ports = List.copyOf(ports);
        }

        boolean isOn(int port, Options options) {
            List<Integer> said = options.ports(portFrom);
            return said.isEmpty() ? ports.contains(port) : said.contains(port);
        }
    }

    /**
     * When a program is ready only after a main answers.
     *
     * @param when flags and variables with which that is so; none stands for always
     * @param paths the paths of the checks that say so; none stands for all
     */
    public record MainWait(List<String> when, List<String> paths) {
        public MainWait {
            when = List.copyOf(when);
            paths = List.copyOf(paths);
        }
    }

    /**
     * A check that suits as a gate.
     *
     * @param handler what to ask, as in a Kubernetes probe
     * @param needs what must be added for it to be answered: flags, variables ({@code NAME=value}), or lines of a
     *     configuration; none where it is answered as it is
     * @param portFrom options that hold the port, where it is not the handler's
     * @param note what people should be told; empty where there is nothing
     * @param link where this can be read
     */
    public record Check(Handler handler, List<String> needs, List<String> portFrom, String note, String link) {
        public Check {
            needs = List.copyOf(needs);
            portFrom = List.copyOf(portFrom);
        }
    }

    public Program {
        images = List.copyOf(images);
        commands = List.copyOf(commands);
        only = List.copyOf(only);
        ports = List.copyOf(ports);
        config = List.copyOf(config);
        checks = List.copyOf(checks);
        sources = List.copyOf(sources);
    }

    /** @see <a href="https://edu.chainguard.dev/chainguard/chainguard-images/">Chainguard's names of images</a> */
    private static final String FIPS = "-fips";

    /**
     * Characters of a repository. No image has more, and a container may name anything.
     *
     * @see <a href="https://github.com/distribution/reference/blob/main/reference.go">The parts of a reference</a>
     */
    private static final int LONGEST_REPOSITORY = 512;

    /** A word of a script, or of a command line; the policy takes them apart in the same way. */
    private static final Pattern WORD = Pattern.compile("[^\\s\"'`;|&()]+");

    /** A line of a configuration that ends in a port. */
    private static final Pattern LAST_NUMBER = Pattern.compile(" \\d{1,5}$");

    private static final Pattern NUMBER = Pattern.compile("[0-9.]+[smhd]?");

    private static final Pattern IMAGE = Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*");

    /**
     * A program that listens on loopback unless told otherwise.
     *
     * @param text {@code image} or {@code image=override,override}: the last part of the image's repository, and the
     *     flags ({@code --address}), variables ({@code CSQL_PROXY_ADDRESS}) or pieces of an argument ({@code
     *     ?address=}) that say otherwise
     * @throws IllegalArgumentException if the first cannot be the last part of a repository
     */
    public static Program onLoopback(String text) {
        String[] parts = text.split("=", 2);
        String image = parts[0];
        if (!IMAGE.matcher(image).matches()) {
            throw new IllegalArgumentException("\"" + image + "\" is not the last part of an image's repository; "
                    + "allowed: a-z, 0-9 and single separators . _ -");
        }
        List<String> overrides = Stream.of(parts)
                .skip(1)
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(String::trim)
                .filter(override -> !override.isEmpty())
                .toList();
        return new Program(
                image,
                List.of(image),
                List.of(),
                null,
                List.of(),
                new Listening(Default.LOOPBACK, overrides, List.of(), List.of()),
                List.of(),
                null,
                null,
                List.of(),
                null,
                false,
                List.of(),
                "",
                List.of());
    }

    /** Where it listens on that port. */
    public Listening listening(int port, Options options) {
        return ports.stream()
                .filter(own -> own.isOn(port, options))
                .findFirst()
                .map(OwnPort::listens)
                .orElse(listens)
                .on(port, options);
    }

    /** Whether ports are known that it has by default. */
    boolean hasKnownPorts() {
        return ports.stream().anyMatch(own -> !own.ports().isEmpty());
    }

    /** Where a port that it has by default is elsewhere, as an option says, and no other of its listeners is there. */
    public Optional<Options.Option> moved(int port, Options options) {
        return hasOwnRule(port, options)
                ? Optional.empty()
                : ports.stream()
                        .filter(own -> own.ports().contains(port))
                        .flatMap(own -> options.withPorts(own.portFrom()))
                        .findFirst();
    }

    /** Whether it is known to have that port: by a rule of its own, or for one of its checks. */
    public boolean hasPort(int port, Options options) {
        return hasOwnRule(port, options)
                || checks.stream()
                        .flatMap(check -> check.handler().port().stream())
                        .anyMatch(own -> own.toString().equals(Integer.toString(port)));
    }

    /** Whether it has a listener of its own on that port, whatever it is told of its other ports. */
    public boolean hasOwnRule(int port, Options options) {
        return ports.stream().anyMatch(own -> own.isOn(port, options));
    }

    /** Whether an image reference is of this program, also a FIPS build, whatever its registry, tag and digest. */
    public boolean isImage(String reference) {
        return names(reference).stream().anyMatch(images::contains);
    }

    /** The names that an entry may have for an image: {@code registry/a/b}, {@code a/b} and {@code b}. */
    static List<String> names(String reference) {
        String repository = ImageReference.repository(reference);
        String name =
                repository.endsWith(FIPS) ? repository.substring(0, repository.length() - FIPS.length()) : repository;
        if (name.length() > LONGEST_REPOSITORY) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        names.add(name);
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            names.add(name.substring(slash + 1));
        }
        return names;
    }

    /** Whether a command line has only words that this entry allows. */
    boolean allows(List<String> commandLine) {
        return only.isEmpty()
                || commandLine.stream()
                        .flatMap(text -> WORD.matcher(text).results())
                        .map(MatchResult::group)
                        .allMatch(word -> word.startsWith("-")
                                || NUMBER.matcher(word).matches()
                                || only.contains(word)
                                || commands.contains(word.substring(word.lastIndexOf('/') + 1)));
    }

    /**
     * Whether an image's tag is of a version in which it listened on all addresses; false where no version can be read.
     */
    public boolean isBeforeSince(String reference) {
        return since != null
                && ImageReference.version(reference)
                        .flatMap(version ->
                                ImageReference.numbers(since).map(first -> ImageReference.isBefore(version, first)))
                        .orElse(false);
    }
}
