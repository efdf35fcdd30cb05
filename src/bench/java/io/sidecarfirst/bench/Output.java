package io.sidecarfirst.bench;

import io.sidecarfirst.bench.result.Report;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where the figures of a command go. */
final class Output {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--output", paramLabel = "FILE", description = "Default: target/bench/COMMAND.json.")
    private @Nullable Path file;

    /** A report of this command. */
    Report report() {
        return new Report(spec.name());
    }

    /** Prints it and writes it. */
    void finish(Report report) {
        Path written = file == null ? Path.of("target/bench", spec.name() + ".json") : file;
        report.write(written, spec.commandLine().getParseResult().originalArgs());
        System.out.println();
        report.lines().forEach(System.out::println);
        System.out.println();
        System.out.println("written to " + written);
    }

    /** Says how far it is. */
    static void progress(String format, Object... values) {
        System.err.printf("bench: " + format + "%n", values);
    }
}
