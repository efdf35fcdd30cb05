package io.sidecarfirst.cli.common;

import io.sidecarfirst.manifest.Format;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which files a command edits, and where they go then. */
public final class EditOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR|-",
            description = "A file of YAML or JSON, a directory of .yaml, .yml and .json files, or - for standard input."
                    + " As with -f.")
    private List<String> words = List.of();

    @Mixin
    private FileOptions files = new FileOptions();

    @Option(
            names = "--in-place",
            description = "Write to the files instead of standard output: each at once, and only if it changes.")
    private boolean inPlace;

    @Option(
            names = "--check",
            description = "Change nothing: print as a diff what would change, and exit with 1 if something would.")
    private boolean check;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "yaml|json",
            converter = FormatConverter.class,
            description = "Print everything in this format. Default: each document in its own.")
    private @Nullable Format format;

    /** Takes the names as kubectl has them, in small letters. */
    static final class FormatConverter implements CommandLine.ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "yaml" -> Format.YAML;
                case "json" -> Format.JSON;
                default -> throw new CommandLine.TypeConversionException("'" + value + "' is neither yaml nor json");
            };
        }
    }

    /**
     * Refuses options that contradict each other, and a command line without a file.
     *
     * @param what is missing then, such as {@code what to inject into}
     * @throws ParameterException for these
     */
    public void refuseContradictions(String what) {
        List<String> names = names();
        if (names.isEmpty()) {
            throw misuse("say " + what + ": a file, a directory, or - for standard input");
        }
        if (inPlace && names.contains("-")) {
            throw misuse("--in-place has no file to write standard input to; leave out one of them");
        }
        if (inPlace && check) {
            throw misuse("--check writes nothing, so it cannot be combined with --in-place; leave out one of them");
        }
        if (format != null && (inPlace || check)) {
            throw misuse("--output is about what is printed, so --in-place and --check cannot be combined with it");
        }
    }

    private ParameterException misuse(String line) {
        return new ParameterException(command.commandLine(), line);
    }

    /** The files and directories, as they were given. */
    List<String> names() {
        return Stream.concat(words.stream(), files.names().stream()).toList();
    }

    /** What a name stands for; as {@link FileOptions#inputs}. */
    List<Input> inputs(String name) throws IOException {
        return files.inputs(name, command);
    }

    /** Whether directories in a directory are meant, too. */
    boolean recursive() {
        return files.recursive();
    }

    /** Whether the files themselves get the result. */
    public boolean inPlace() {
        return inPlace;
    }

    /** Whether nothing is changed, and only told what would be. */
    public boolean check() {
        return check;
    }

    /** What everything is printed in; null for each document in its own. */
    @Nullable
    Format format() {
        return format;
    }
}
