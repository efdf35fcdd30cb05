package io.sidecarfirst.cli.uninject;

import io.sidecarfirst.cli.common.EditOptions;
import io.sidecarfirst.cli.common.EditedFiles;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Removal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code uninject}: takes out of files what {@code inject} has put in. */
@Command(
        name = "uninject",
        description = "Prints manifests without the gates that inject has put in, or takes them out of the files, and"
                + " leaves the rest of a file as it is, comments included. A startupProbe that its author wrote stays."
                + " What goes and what stays is told on standard error.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done; 1 with --check, something would change; 2 wrong options; 3 some input could not be"
                    + " read, the rest was done; 5 output cannot be written.",
            "",
            "Examples:",
            "  sidecar-first uninject deployment.yaml | kubectl apply -f -",
            "  sidecar-first uninject manifests/ -R --in-place",
            "  sidecar-first uninject manifests/ -R --check"
        })
public final class UninjectCommand implements Callable<Integer> {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private EditOptions options = new EditOptions();

    private boolean hasTraces;

    @Override
    public Integer call() {
        options.refuseContradictions("what to take the gates out of");
        EditedFiles files = new EditedFiles(options, spec.commandLine().getErr());
        files.edit((input, manifest) -> uninject(input, manifest, files));
        files.finish();
        if (!hasTraces && files.code() == ExitCode.OK) {
            files.sayThatThereIsNo("gates of sidecar-first");
        }
        return files.code();
    }

    private Manifest uninject(Input input, Manifest manifest, EditedFiles files) {
        Removal.Result result = Removal.from(manifest);
        TakenOut.lines(input.name(), result.found()).forEach(files::say);
        files.tell(input, result.notices());
        hasTraces |= !result.found().isEmpty();
        return result.manifest();
    }
}
