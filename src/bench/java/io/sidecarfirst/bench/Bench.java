package io.sidecarfirst.bench;

import io.sidecarfirst.cli.common.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code src/bench/bench}. */
@Command(
        name = "bench",
        description = "Measures sidecar-first as it is shipped; docs/performance.md explains each command.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {
            MicroCommand.class,
            LoadCommand.class,
            FairnessCommand.class,
            QuotasCommand.class,
            ColdStartCommand.class,
            BurstCommand.class,
            MemoryCommand.class,
            ObserverCommand.class,
            AdmissionLatencyCommand.class,
            GateLagCommand.class,
            ThreeSidecarsCommand.class,
            GateProgramCommand.class,
            ReliabilityCommand.class,
            CurvesCommand.class,
            CompareCommand.class,
            BaselineCommand.class
        })
public final class Bench {
    private Bench() {}

    /** Exits with 0 if all is well, 1 if figures are not as they must be, 2 for a wrong command line. */
    public static void main(String[] args) {
        CommandLine bench = new CommandLine(new Bench());
        bench.setExecutionExceptionHandler((problem, command, parsed) -> {
            if (problem instanceof IllegalArgumentException || problem instanceof IllegalStateException) {
                command.getErr().println("bench: " + problem.getMessage());
                return 1;
            }
            throw problem;
        });
        System.exit(bench.execute(args));
    }
}
