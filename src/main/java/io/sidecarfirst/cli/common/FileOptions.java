package io.sidecarfirst.cli.common;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which files a command reads. */
public final class FileOptions {
    /** What a shell takes as it is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/._%@~-]*");

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|-",
            description =
                    "A file of YAML or JSON, a directory of .yaml, .yml and .json files, or - for standard input. May"
                            + " be given several times.")
    private List<String> names = List.of();

    @Option(
            names = {"-R", "--recursive"},
            description = "Also the directories in a directory.")
    private boolean recursive;

    /** As they were given; none is not an error here. */
    public List<String> names() {
        return names;
    }

    /**
     * What a name stands for.
     *
     * @param reader the command that reads it
     * @throws IOException if there is no such file. A URL, which kubectl would fetch, is none; the reason says how to
     *     read it all the same
     * @see Input#named
     */
    public List<Input> inputs(String name, CommandSpec reader) throws IOException {
        if (Input.isUrl(name)) {
            String word = PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
            throw new NoSuchFileException(
                    name, null, "URLs are not fetched: curl -fsSL " + word + " | " + reader.qualifiedName() + " -f -");
        }
        return Input.named(name, recursive);
    }

    /** Whether directories in a directory are meant, too. */
    public boolean recursive() {
        return recursive;
    }
}
