package io.sidecarfirst.cli.common;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateImage;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that shape the decision, the same for every command that decides. */
public final class GateOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with settings, by the options' names; the same file for every command.")
    @SuppressWarnings("unused") // here for --help; Configuration reads it before the options are parsed
    private @Nullable Path config;

    @Option(
            names = "--startup-budget-seconds",
            paramLabel = "N",
            defaultValue = "" + Settings.DEFAULT_STARTUP_BUDGET_SECONDS,
            description = "How long a sidecar without a livenessProbe may take to start before the kubelet restarts it."
                    + " Default: ${DEFAULT-VALUE}, a day.")
    private long startupBudgetSeconds;

    @Option(
            names = "--initial-delay-seconds",
            paramLabel = "N",
            description = "initialDelaySeconds of every gate. Default: none.")
    private @Nullable Integer initialDelaySeconds;

    @Option(
            names = "--period-seconds",
            paramLabel = "N",
            description = "periodSeconds of every gate. Default: 1; for exec probes up to their timeout.")
    private @Nullable Integer periodSeconds;

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            description = "timeoutSeconds of every gate. Default: that of the probe it is derived from.")
    private @Nullable Integer timeoutSeconds;

    @Option(
            names = "--failure-threshold",
            paramLabel = "N",
            description = "failureThreshold of every gate. Default: what the budget gives.")
    private @Nullable Integer failureThreshold;

    @Option(
            names = "--release-after-seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "How long a Pod may wait on a gate that was guessed from a declared port, from the sidecar's"
                    + " first start on, before an observer gives the gate up; 0: for ever. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int releaseAfterSeconds;

    @Option(
            names = "--release-stated-after-seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "The same of a gate from the sidecar's own readinessProbe. Default: ${DEFAULT-VALUE}, for"
                    + " ever. A gate that an annotation asks for is given up only where an annotation says so, too.")
    private int releaseStatedAfterSeconds;

    @Option(
            names = "--gate",
            paramLabel = "MODE",
            defaultValue = "probe",
            completionCandidates = GateModes.class,
            converter = GateModes.class,
            description = "What holds the mains back: probe (a startupProbe on each sidecar) or container (one init"
                    + " container behind the sidecars, which asks all of them from inside the Pod; needs --gate-image)."
                    + " Default: ${DEFAULT-VALUE}.")
    private GateMode gate = GateMode.PROBE;

    @Option(
            names = "--gate-image",
            paramLabel = "IMAGE",
            description = "The image of that init container. Without it every gate is a startupProbe.")
    private @Nullable String gateImage;

    @Option(
            names = "--gate-image-pull-policy",
            paramLabel = "POLICY",
            description = "Always, IfNotPresent or Never. Default: Kubernetes' own.")
    private @Nullable String gateImagePullPolicy;

    @Option(
            names = "--gate-image-pull-secrets",
            paramLabel = "NAME,...",
            split = ",",
            description = "Secrets that serve adds to the imagePullSecrets of a Pod with that container. In files they"
                    + " would keep those of the Pod's ServiceAccount out, so only serve adds them.")
    private List<String> gateImagePullSecrets = List.of();

    @Option(
            names = "--strict",
            arity = "0..1",
            // Without it, picocli takes the switch for the opposite of what the environment or the file says.
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "Refuse a Pod with an annotation that cannot be used. Default: admit it with a warning.")
    private boolean strict;

    @Option(
            names = "--loopback-images",
            paramLabel = "NAME[=OVERRIDE,...]...",
            hideParamSyntax = true,
            split = "\\s+",
            description =
                    "More programs that listen on loopback unless told otherwise: the image's name, and the flags or"
                            + " variables that tell otherwise. Several are separated by blanks.")
    private List<String> loopbackImages = List.of();

    @Option(
            names = "--programs",
            paramLabel = "FILE",
            description =
                    "More programs of which it is known what they do by default, as in programs.yaml; an entry replaces"
                            + " the known one of its name.")
    private @Nullable Path programsFile;

    /**
     * The decision under these options, for files.
     *
     * @throws ParameterException for a value out of range, and for a file of programs that cannot be used
     */
    public Gate gate() {
        Settings settings = settings();
        GateImage image = settings.gateImage();
        return gate(
                image == null ? settings : settings.with(image.withoutPullSecrets()), programs(), ReleasedGates.NONE);
    }

    /**
     * The same, for Pods that are created.
     *
     * @param settings what {@link #settings} says, or a variant of it
     * @param released the gates that were given up
     */
    public Gate gate(Settings settings, ReleasedGates released) {
        return gate(settings, programs(), released);
    }

    static Gate gate(Settings settings, Programs programs, ReleasedGates released) {
        return new Gate(settings, Sources.IN_ORDER, Vetoes.inOrder(programs, released, settings.releaseAfter()));
    }

    /** Whether any of them was given: on the command line, in a variable or in a file. */
    public boolean areGiven() {
        CommandLine line = command.commandLine();
        Configuration configuration = line.getDefaultValueProvider() instanceof Configuration it ? it : null;
        return CommandSpec.forAnnotatedObject(new GateOptions()).options().stream()
                .map(option -> command.findOption(option.longestName()))
                .filter(Objects::nonNull)
                .anyMatch(option -> line.getParseResult().hasMatchedOption(option)
                        || (configuration != null
                                && configuration.origin(option).isPresent()));
    }

    /**
     * Those in a server's configuration file.
     *
     * @param text the file
     * @param origin its name, for messages
     * @throws ConfigurationException if it cannot be used
     */
    static GateOptions in(String text, String origin) throws ConfigurationException {
        GateOptions options = new GateOptions();
        CommandLine line =
                new CommandLine(CommandSpec.create().addMixin("gate", CommandSpec.forAnnotatedObject(options)));
        line.setDefaultValueProvider(Configuration.ofServer(line.getCommandSpec(), text, origin));
        try {
            line.parseArgs();
            options.settings();
        } catch (ParameterException e) {
            throw new ConfigurationException(origin + ": " + e.getMessage());
        }
        return options;
    }

    public Settings settings() {
        try {
            return new Settings(
                    startupBudgetSeconds,
                    new Timing(initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold),
                    strict,
                    new ReleaseAfter(releaseAfterSeconds, releaseStatedAfterSeconds),
                    gate,
                    gateImage == null || gateImage.isEmpty()
                            ? null
                            : new GateImage(
                                    gateImage,
                                    gateImagePullPolicy == null || gateImagePullPolicy.isEmpty()
                                            ? null
                                            : gateImagePullPolicy,
                                    gateImagePullSecrets.stream()
                                            .filter(name -> !name.isBlank())
                                            .toList()));
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(command, String.valueOf(e.getMessage()));
        }
    }

    /** The known programs, and those that the options add. */
    public Programs programs() {
        List<Program> added = new ArrayList<>();
        if (programsFile != null) {
            added.addAll(ProgramsFile.read(programsFile, command).all());
        }
        try {
            loopbackImages.stream()
                    .filter(text -> !text.isBlank())
                    .map(Program::onLoopback)
                    .forEach(added::add);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(command, "loopback-images: " + e.getMessage());
        }
        return Programs.KNOWN.with(added);
    }
}
