package io.sidecarfirst.cli;

import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.ManifestException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inject}: what the webhook would do, on files. */
@Command(
        name = "inject",
        description =
                "Prints manifests with the gates in. It decides exactly as the webhook does. What was decided goes to"
                        + " standard error. What is not a workload, and what has nothing to gate, is printed as it is.",
        mixinStandardHelpOptions = true,
        versionProvider = SidecarFirst.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done; 2 wrong options; 3 some input could not be read, the rest was done; 4 with --strict, an"
                    + " annotation cannot be used; 5 standard output cannot be written.",
            "",
            "Examples:",
            "  sidecar-first inject -f deployment.yaml | kubectl apply -f -",
            "  helm template my-chart | sidecar-first inject -f -",
            "  sidecar-first inject -f manifests/ -R > gated.yaml"
        })
final class InjectCommand implements Callable<Integer> {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE|DIR|-",
            description =
                    "A file of YAML or JSON, a directory of .yaml, .yml and .json files, or - for standard input. May"
                            + " be given several times.")
    private List<String> names = List.of();

    @Option(
            names = {"-R", "--recursive"},
            description = "Also the directories in a directory.")
    private boolean recursive;

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    @Override
    public Integer call() {
        Injection injection = new Injection(gateOptions.gate());
        List<Input> inputs = new ArrayList<>();
        int code = ExitCode.OK;
        for (String name : names) {
            try {
                inputs.addAll(Input.named(name, recursive));
            } catch (IOException e) {
                code = failed(name, Input.problem(e));
            }
        }
        boolean denied = false;
        StringBuilder all = new StringBuilder();
        for (Input input : inputs) {
            try {
                Injection.Result result = injection.into(Manifest.parse(input.read()));
                append(all, result.text());
                Decisions.print(spec.commandLine().getErr(), input.name(), result.decisions());
                denied |= result.decisions().stream()
                        .anyMatch(decision -> decision.plan().denial().isPresent());
            } catch (IOException e) {
                code = failed(input.name(), Input.problem(e));
            } catch (ManifestException e) {
                code = failed(input.name(), String.valueOf(e.getMessage()));
            }
        }
        if (denied) {
            spec.commandLine()
                    .getErr()
                    .println("sidecar-first: nothing is printed: an annotation cannot be used, and --strict is on");
            return ExitCode.DENIED;
        }
        print(all);
        return code;
    }

    private int failed(String name, String problem) {
        spec.commandLine().getErr().println("sidecar-first: " + name + ": " + problem);
        return ExitCode.INPUT;
    }

    /** Keeps the documents of two files apart. */
    private static void append(StringBuilder all, String file) {
        // A byte order mark may stand at the beginning of the stream only.
        String text = all.isEmpty() || !file.startsWith(BYTE_ORDER_MARK) ? file : file.substring(1);
        if (!all.isEmpty() && !text.isBlank()) {
            if (all.charAt(all.length() - 1) != '\n') {
                all.append('\n');
            }
            if (text.startsWith("%")) {
                // A directive counts only where the document before it is ended.
                all.append("...\n");
            } else if (!text.startsWith("---")) {
                all.append("---\n");
            }
        }
        all.append(text);
    }

    /** In UTF-8 whatever the platform says, and without a line break of its own. */
    private static void print(CharSequence text) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.append(text);
        // A full disk or a closed pipe; a PrintStream keeps it to itself.
        if (out.checkError()) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "standard output cannot be written; is the disk full, or the pipe closed?");
        }
    }
}
