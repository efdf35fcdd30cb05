package io.sidecarfirst.cli.common;

import java.util.List;
import picocli.CommandLine.Option;

/** Which files a command reads. */
public final class FileOptions {
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

    /** Whether directories in a directory are meant, too. */
    public boolean recursive() {
        return recursive;
    }
}
