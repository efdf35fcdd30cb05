package io.sidecarfirst.cli;

import io.sidecarfirst.cli.audit.AuditCommand;
import io.sidecarfirst.cli.check.CheckCommand;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.Configuration;
import io.sidecarfirst.cli.common.ConfigurationException;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.Program;
import io.sidecarfirst.cli.common.StandardError;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.cli.completion.CompletionCommand;
import io.sidecarfirst.cli.explain.ExplainCommand;
import io.sidecarfirst.cli.inject.InjectCommand;
import io.sidecarfirst.cli.policy.PolicyCommand;
import io.sidecarfirst.cli.post.PostCommand;
import io.sidecarfirst.cli.release.ReleaseCommand;
import io.sidecarfirst.cli.serve.ServeCommand;
import io.sidecarfirst.cli.timeline.TimelineCommand;
import io.sidecarfirst.cli.uninject.UninjectCommand;
import io.sidecarfirst.cli.version.VersionCommand;
import io.sidecarfirst.terminal.Printable;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The program: its commands, and what they share. */
@Command(
        name = Program.NAME,
        description = "Makes the main containers of a Pod wait until its native sidecars are ready.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ServeCommand.class,
            InjectCommand.class,
            UninjectCommand.class,
            PostCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            AuditCommand.class,
            TimelineCommand.class,
            PolicyCommand.class,
            ReleaseCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Run 'sidecar-first COMMAND --help' for a command's options and examples.",
            "",
            "Exit codes:",
            "   0  done; a skipped sidecar is no error",
            "   1  checked, and not so: not gated, would change, found, or gone",
            "   2  the command line or the configuration is wrong; nothing was done",
            "   3  some input could not be read; the rest was done",
            "   4  refused under --strict: an annotation cannot be used",
            "   5  an address cannot be listened on or connected to, a certificate cannot be",
            "      used, an API server refuses, or output cannot be written",
            "  70  a fault of this program"
        })
public final class SidecarFirst implements Runnable, Program {
    private final Map<String, String> environment;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    private SidecarFirst(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing; there are: "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    /** Runs one command under this environment; its exit code is one of {@link ExitCode}. */
    static int run(Map<String, String> environment, String... args) {
        return commandLine(environment, args).execute(args);
    }

    /** The parser, with the settings that the environment and the configuration file hold. */
    public static CommandLine commandLine(Map<String, String> environment, String... args) {
        CommandLine commandLine = InvocationName.applyTo(new CommandLine(new SidecarFirst(environment)));
        CommandLine serve = Objects.requireNonNull(commandLine.getSubcommands().get("serve"));
        Configuration configuration;
        try {
            configuration = Configuration.read(serve.getCommandSpec(), environment, args);
            serve.<ServeCommand>getCommand().setUnknownVariables(configuration.unknownVariables());
        } catch (ConfigurationException e) {
            // Reported where every other mistake in the settings is: when the command line is executed.
            return commandLine.setExecutionStrategy(untilClosed(parsed -> CommandLine.printHelpIfRequested(parsed)
                    ? ExitCode.OK
                    : complain(parsed.commandSpec().commandLine().getErr(), e.line())));
        }
        // Every option is described below it.
        commandLine
                .getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().usageMessage().abbreviateSynopsis(true));
        return commandLine
                .setDefaultValueProvider(configuration)
                .setExecutionStrategy(untilClosed(parsed -> {
                    StandardError.guard(parsed.commandSpec().commandLine());
                    return new CommandLine.RunLast().execute(parsed);
                }))
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((problem, arguments) -> misused(problem, configuration, arguments))
                .setExecutionExceptionHandler((problem, where, ignored) -> failed(problem, where));
    }

    /** Help is printed outside of what the handler of a command's exceptions sees. */
    private static CommandLine.IExecutionStrategy untilClosed(CommandLine.IExecutionStrategy strategy) {
        return parsed -> {
            try {
                return strategy.execute(parsed);
            } catch (StandardOutput.ClosedException e) {
                return ExitCode.OK;
            }
        };
    }

    private static int misused(ParameterException problem, Configuration configuration, String... args) {
        CommandLine where = problem.getCommandLine();
        String origin = Optional.ofNullable(problem.getArgSpec())
                .filter(argument -> !isGiven(argument, args))
                .flatMap(configuration::origin)
                .map(name -> " (from " + name + ")")
                .orElse("");
        int code = complain(where.getErr(), UsageError.line(problem) + origin);
        where.getErr().println("See '" + where.getCommandSpec().qualifiedName(" ") + " --help'.");
        return code;
    }

    /** Whether the command line says it, so that it comes from nowhere else. */
    private static boolean isGiven(ArgSpec argument, String... args) {
        return argument instanceof OptionSpec option
                && Arrays.stream(args)
                        .anyMatch(
                                arg -> arg.equals(option.longestName()) || arg.startsWith(option.longestName() + "="));
    }

    private static int complain(PrintWriter err, String line) {
        err.println("sidecar-first: " + Printable.line(line));
        return ExitCode.USAGE;
    }

    private static int failed(Exception problem, CommandLine where) {
        if (problem instanceof CommandFailure failure) {
            where.getErr().println("sidecar-first: " + failure.line());
            return failure.code();
        }
        if (problem instanceof StandardOutput.ClosedException) {
            return ExitCode.OK;
        }
        where.getErr().println("sidecar-first: a fault of this program; please report this:");
        problem.printStackTrace(where.getErr());
        return ExitCode.INTERNAL;
    }
}
