package io.sidecarfirst.gate.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one program does by default.
 *
 * @param name its name in the file and in messages
 * @param images the last parts of image repositories that are this program, compared by whole path segments
 * @param commands base names of executables that are this program
 * @param subcommand counts only where this is the first argument; null where any will do
 * @param listens where it listens unless its options say otherwise
 * @param unless options that hold the address it listens on: flags, variables, and pieces of an argument before an address
 * @param unlessPresent options whose mere presence makes it listen on all addresses
 * @param also listeners on ports of their own that are on loopback unless their own options say otherwise
 * @param setByImage how its published image makes it listen on all addresses: by {@code env}, {@code cmd}, {@code
 *     entrypoint} or {@code config}; null where it does not
 * @param mainWait when its readiness needs a main; null where it never does
 */
public record Program(
        String name,
        List<String> images,
        List<String> commands,
        @Nullable String subcommand,
        Listens listens,
        List<String> unless,
        List<String> unlessPresent,
        List<OwnListener> also,
        @Nullable String setByImage,
        @Nullable MainWait mainWait) {

    /** Where a program listens. */
    public enum Listens {
        /** On loopback only. */
        LOOPBACK,
        /** On all addresses. */
        ALL,
        /** Where its configuration says. */
        CONFIGURED,
        /** Nowhere. */
        NONE
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
     * A listener with a port of its own, such as that of a health server.
     *
     * @param portFrom options that hold its port
     * @param ports its port where no option says
     * @param unless options that hold its address
     */
    public record OwnListener(List<String> portFrom, List<Integer> ports, List<String> unless) {
        public OwnListener {
            portFrom = List.copyOf(portFrom);
            ports = List.copyOf(ports);
            unless = List.copyOf(unless);
        }
    }

    public Program {
        also = List.copyOf(also);
        images = List.copyOf(images);
        commands = List.copyOf(commands);
        unless = List.copyOf(unless);
        unlessPresent = List.copyOf(unlessPresent);
    }

    /** Whether an image reference is of this program, whatever its registry, tag and digest. */
    public boolean isImage(String reference) {
        String repository = reference.substring(0, indexOrEnd(reference, '@', 0));
        repository = repository.substring(0, indexOrEnd(repository, ':', repository.lastIndexOf('/') + 1));
        String slashed = "/" + repository;
        return images.stream().anyMatch(image -> slashed.endsWith("/" + image));
    }

    private static int indexOrEnd(String text, char c, int from) {
        int index = text.indexOf(c, from);
        return index < 0 ? text.length() : index;
    }
}
