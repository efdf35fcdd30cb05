package io.sidecarfirst.cli.inject;

import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.EditOptions;
import io.sidecarfirst.cli.common.EditedFiles;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.krm.ResourceList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code inject}: what the webhook would do, on files. */
@Command(
        name = "inject",
        description =
                "Prints manifests with the gates in, or puts them into the files. It decides exactly as the webhook"
                        + " does, adds what it decided, and leaves the rest of a file as it is, comments included. What"
                        + " was decided goes to standard error.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "A ResourceList on standard input is answered as a KRM function answers it: with results in it, under the"
                    + " settings of its functionConfig.",
            "",
            "Exit codes: 0 done; 1 with --check, something would change, a gate is"
                    + " outdated or a sidecar was not decided on; 2 wrong options or"
                    + " functionConfig; 3 some input could not be read, the rest was done; 4 with --strict, an"
                    + " annotation cannot be used; 5 output cannot be written.",
            "",
            "Examples:",
            "  sidecar-first inject deployment.yaml | kubectl apply -f -",
            "  sidecar-first inject manifests/ -R --in-place",
            "  sidecar-first inject manifests/ -R --check",
            "  helm template my-chart | sidecar-first inject -"
        })
public final class InjectCommand implements Callable<Integer> {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private EditOptions options = new EditOptions();

    @Option(
            names = "--allow-unedited",
            description = "With --check: sidecars that were seen and not decided on, such as those in a patch or in the"
                    + " values of a chart, are only told, and make no exit code of 1.")
    private boolean allowUnedited;

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    /** What is answered as a KRM function. */
    private final List<Input> answers = new ArrayList<>();

    private boolean hasSidecars;

    @Override
    public Integer call() {
        options.refuseContradictions("what to inject into");
        if (allowUnedited && !options.check()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--allow-unedited is about what --check fails on; add --check, or leave it out");
        }
        Injection injection = new Injection(gateOptions.gate());
        EditedFiles files = new EditedFiles(options, spec.commandLine().getErr());
        files.edit((input, manifest) -> inject(input, manifest, injection, files));
        if (files.code() == ExitCode.DENIED) {
            refuse(files);
        } else {
            files.finish();
        }
        if (!hasSidecars && files.code() == ExitCode.OK && answers.isEmpty()) {
            files.sayThatThereIsNo("native sidecars (initContainers with restartPolicy: Always)");
        }
        return files.code();
    }

    private Manifest inject(Input input, Manifest manifest, Injection injection, EditedFiles files) {
        Optional<ResourceList> list = input.file() == null ? ResourceList.in(manifest) : Optional.empty();
        Injection.Result result = list.isPresent()
                ? answered(input, FunctionAnswer.of(manifest, list.get(), spec.commandLine()), files)
                : injection.into(manifest);
        tell(input, result, files);
        return result.manifest();
    }

    private Injection.Result answered(Input input, FunctionAnswer answer, EditedFiles files) {
        answers.add(input);
        CommandFailure problem = answer.problem();
        if (problem != null) {
            files.failed(input.name(), problem.line(), problem.code());
        }
        return answer.result();
    }

    private void tell(Input input, Injection.Result result, EditedFiles files) {
        Decisions.lines(input.name(), result.outcome()).forEach(files::say);
        files.tell(input, result.notices());
        hasSidecars |= !result.decisions().isEmpty() || !result.unedited().isEmpty();
        if (result.decisions().stream()
                .anyMatch(decision -> decision.plan().denial().isPresent())) {
            files.raise(ExitCode.DENIED);
        }
        // It cannot be mended here, and whoever checks wants to know.
        if (options.check()
                && (result.decisions().stream().anyMatch(Injection.Decision::isOutdated)
                        || (!allowUnedited && !result.unedited().isEmpty()))) {
            files.raise(ExitCode.CHECK_FAILED);
        }
    }

    /** A function answers in any case: its results say why. */
    private void refuse(EditedFiles files) {
        boolean answered = !options.check() && !answers.isEmpty();
        if (answered) {
            files.print(answers::contains);
        }
        files.say("sidecar-first: "
                + (answered
                        ? "the list is printed, with the reasons in its results"
                        : "nothing is " + (options.inPlace() ? "written" : "printed"))
                + ": an annotation cannot be used, and --strict is on");
    }
}
