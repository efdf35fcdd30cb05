package io.sidecarfirst.cli.inject;

import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.FileOptions;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.manifest.Format;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.diff.UnifiedDiff;
import io.sidecarfirst.manifest.krm.ResourceList;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

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
    /** A file that was read, and what became of it; or the answer to a ResourceList. */
    private record Injected(Input input, String before, Manifest after, boolean isAnswer) {
        boolean isChanged() {
            return !before.equals(after.text());
        }
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

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
            names = "--allow-unedited",
            description = "With --check: sidecars that were seen and not decided on, such as those in a patch or in the"
                    + " values of a chart, are only told, and make no exit code of 1.")
    private boolean allowUnedited;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "yaml|json",
            converter = FormatConverter.class,
            description = "Print everything in this format. Default: each document in its own.")
    private @Nullable Format format;

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    private final List<Injected> done = new ArrayList<>();
    private int code = ExitCode.OK;
    private boolean hasSidecars;

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

    @Override
    public Integer call() {
        List<String> names =
                Stream.concat(words.stream(), files.names().stream()).toList();
        refuseContradictions(names);
        Injection injection = new Injection(gateOptions.gate());
        inputs(names).forEach(input -> inject(input, injection));
        if (code == ExitCode.DENIED) {
            refuse();
        } else if (check) {
            printDifferences();
        } else if (inPlace) {
            write();
        } else {
            StandardOutput.print(joined(done));
        }
        if (!hasSidecars && code == ExitCode.OK && done.stream().noneMatch(Injected::isAnswer)) {
            sayThatThereIsNothing(names);
        }
        return code;
    }

    private void refuseContradictions(List<String> names) {
        if (names.isEmpty()) {
            throw misuse("say what to inject into: a file, a directory, or - for standard input");
        }
        if (inPlace && names.contains("-")) {
            throw misuse("--in-place has no file to write standard input to; leave out one of them");
        }
        if (inPlace && check) {
            throw misuse("--check writes nothing, so it cannot be combined with --in-place; leave out one of them");
        }
        if (allowUnedited && !check) {
            throw misuse("--allow-unedited is about what --check fails on; add --check, or leave it out");
        }
        if (format != null && (inPlace || check)) {
            throw misuse("--output is about what is printed, so --in-place and --check cannot be combined with it");
        }
    }

    private ParameterException misuse(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    private List<Input> inputs(List<String> names) {
        List<Input> inputs = new ArrayList<>();
        for (String name : names) {
            try {
                inputs.addAll(files.inputs(name));
            } catch (IOException e) {
                failed(name, Input.problem(e), ExitCode.INPUT);
            }
        }
        return inputs;
    }

    private void inject(Input input, Injection injection) {
        try {
            Manifest manifest = Manifest.parse(input.read());
            Optional<ResourceList> list = input.file() == null ? ResourceList.in(manifest) : Optional.empty();
            Injection.Result result = list.isPresent()
                    ? answered(input, FunctionAnswer.of(manifest, list.get(), spec.commandLine()))
                    : injection.into(manifest);
            tell(input, result);
            done.add(new Injected(input, manifest.text(), result.manifest(), list.isPresent()));
        } catch (IOException e) {
            failed(input.name(), Input.problem(e), ExitCode.INPUT);
        } catch (ManifestException e) {
            failed(input.name(), String.valueOf(e.getMessage()), ExitCode.INPUT);
        }
    }

    private Injection.Result answered(Input input, FunctionAnswer answer) {
        CommandFailure problem = answer.problem();
        if (problem != null) {
            failed(input.name(), problem.line(), problem.code());
        }
        return answer.result();
    }

    private void tell(Input input, Injection.Result result) {
        Decisions.lines(input.name(), result.outcome()).forEach(this::say);
        result.notices().forEach(notice -> say("sidecar-first: " + input.name() + ": " + notice.text()));
        hasSidecars |= !result.decisions().isEmpty() || !result.unedited().isEmpty();
        if (result.decisions().stream()
                .anyMatch(decision -> decision.plan().denial().isPresent())) {
            raise(ExitCode.DENIED);
        }
        // It cannot be mended here, and whoever checks wants to know.
        if (check
                && (result.decisions().stream().anyMatch(Injection.Decision::isOutdated)
                        || (!allowUnedited && !result.unedited().isEmpty()))) {
            raise(ExitCode.CHECK_FAILED);
        }
    }

    /** A directory without manifests, or a wrong file, must not look as if all was well. */
    private void sayThatThereIsNothing(List<String> names) {
        boolean isFlat = !files.recursive() && names.stream().anyMatch(name -> Files.isDirectory(Path.of(name)));
        say("sidecar-first: no native sidecars (initContainers with restartPolicy: Always) in "
                + Durations.count(done.size(), "file")
                + (isFlat ? "; what is in directories below is looked at with -R" : ""));
    }

    private void failed(String name, String problem, int problemCode) {
        say("sidecar-first: " + name + ": " + problem);
        raise(problemCode);
    }

    /** The worst counts: a denial most, a difference least. */
    private void raise(int other) {
        boolean worse = code == ExitCode.OK || code == ExitCode.CHECK_FAILED || other == ExitCode.DENIED;
        code = worse && other != ExitCode.OK ? other : code;
    }

    /** A function answers in any case: its results say why. */
    private void refuse() {
        List<Injected> answers = done.stream().filter(Injected::isAnswer).toList();
        boolean answered = !check && !answers.isEmpty();
        if (answered) {
            StandardOutput.print(joined(answers));
        }
        say("sidecar-first: "
                + (answered
                        ? "the list is printed, with the reasons in its results"
                        : "nothing is " + (inPlace ? "written" : "printed"))
                + ": an annotation cannot be used, and --strict is on");
    }

    private void printDifferences() {
        StringBuilder all = new StringBuilder();
        for (Injected file : done) {
            if (file.isChanged()) {
                all.append(UnifiedDiff.of(
                        file.input().name(), file.before(), file.after().text()));
                raise(ExitCode.CHECK_FAILED);
            }
        }
        StandardOutput.print(all);
    }

    private void write() {
        for (Injected file : done) {
            Path path = file.input().file();
            if (file.isChanged() && path != null) {
                write(path, file.after().text());
            }
        }
    }

    private void write(Path file, String text) {
        try {
            FileRewriter.write(file, text);
        } catch (FileRewriter.CutOffException e) {
            failed(file.toString(), String.valueOf(e.getReason()), ExitCode.UNAVAILABLE);
        } catch (AccessDeniedException e) {
            failed(file.toString(), "no permission to write it; it is as it was", ExitCode.UNAVAILABLE);
        } catch (IOException e) {
            failed(file.toString(), "cannot be written, and is as it was: " + e.getMessage(), ExitCode.UNAVAILABLE);
        }
    }

    private String joined(List<Injected> files) {
        if (format == Format.JSON) {
            StringBuilder all = new StringBuilder();
            files.forEach(file -> all.append(file.after().in(Format.JSON)));
            return all.toString();
        }
        Format.Stream stream = new Format.Stream();
        files.forEach(file -> stream.append(
                format == null ? file.after().text() : file.after().in(format)));
        return stream.text();
    }

    private void say(String line) {
        spec.commandLine().getErr().println(Printable.line(line));
    }
}
