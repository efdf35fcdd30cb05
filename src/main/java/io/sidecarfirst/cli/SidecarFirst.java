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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The program: its commands, and what they share. */
@Command(
        name = Program.NAME,
        description = "Makes the main containers of a Pod wait until its native sidecars are ready.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
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
    private static final String SERVE = "serve";

    /** By name, in the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put(SERVE, ServeCommand.class);
        COMMANDS.put("inject", InjectCommand.class);
        COMMANDS.put("uninject", UninjectCommand.class);
        COMMANDS.put("post", PostCommand.class);
        COMMANDS.put("check", CheckCommand.class);
        COMMANDS.put("explain", ExplainCommand.class);
        COMMANDS.put("audit", AuditCommand.class);
        COMMANDS.put("timeline", TimelineCommand.class);
        COMMANDS.put("policy", PolicyCommand.class);
        COMMANDS.put("release", ReleaseCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
        COMMANDS.put("version", VersionCommand.class);
        COMMANDS.put("help", CommandLine.HelpCommand.class);
    }

    /** Those that look at all others. */
    private static final Set<String> ABOUT_ALL = Set.of("completion", "help");

    private final Map<String, String> environment;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

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

    /**
     * The parser, with the settings that the environment and the configuration file hold. Where the arguments begin
     * with a command it has only that one: half of the time of a short command went into reading the options of all.
     */
    public static CommandLine commandLine(Map<String, String> environment, String... args) {
        CommandLine commandLine = new CommandLine(new SidecarFirst(environment));
        boolean isOne = args.length > 0 && COMMANDS.containsKey(args[0]) && !ABOUT_ALL.contains(args[0]);
        COMMANDS.forEach((name, type) -> {
            if (!isOne || name.equals(args[0])) {
                commandLine.addSubcommand(name, type);
            }
        });
        InvocationName.applyTo(commandLine);
        Settings settings = settings(commandLine.getSubcommands().get(SERVE), environment, args);
        // Every option is described below it.
        commandLine
                .getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().usageMessage().abbreviateSynopsis(true));
        return commandLine
                .setExpandAtFiles(false)
                .setDefaultValueProvider(settings.configuration())
                .setExecutionStrategy(untilClosed(parsed -> execute(parsed, settings)))
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(
                        (problem, arguments) -> misused(problem, settings.configuration(), arguments))
                .setExecutionExceptionHandler((problem, where, ignored) -> failed(problem, where));
    }

    /**
     * The settings that are not on the command line.
     *
     * @param problem why they cannot be read; null if they can
     */
    private record Settings(
            Configuration configuration, @Nullable ConfigurationException problem) {}

    private static Settings settings(@Nullable CommandLine serve, Map<String, String> environment, String... args) {
        try {
            Configuration configuration = Configuration.read(() -> spec(serve), environment, args);
            if (serve != null) {
                serve.<ServeCommand>getCommand().setUnknownVariables(configuration.unknownVariables());
            }
            return new Settings(configuration, null);
        } catch (ConfigurationException e) {
            return new Settings(Configuration.EMPTY, e);
        }
    }

    /** Settings that cannot be read are told to the commands that take any. */
    private static int execute(CommandLine.ParseResult parsed, Settings settings) {
        CommandSpec command = (parsed.hasSubcommand() ? parsed.subcommand() : parsed).commandSpec();
        StandardError.guard(parsed.commandSpec().commandLine());
        if (settings.problem() == null || command.findOption("--config") == null) {
            return new CommandLine.RunLast().execute(parsed);
        }
        return CommandLine.printHelpIfRequested(parsed)
                ? ExitCode.OK
                : complain(command.commandLine().getErr(), settings.problem().line());
    }

    /** The command whose options are the settings; made for that where another is called. */
    private static CommandSpec spec(@Nullable CommandLine serve) {
        return serve == null ? CommandSpec.forAnnotatedObject(ServeCommand.class) : serve.getCommandSpec();
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
