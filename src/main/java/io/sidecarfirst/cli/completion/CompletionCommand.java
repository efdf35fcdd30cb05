package io.sidecarfirst.cli.completion;

import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.Program;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Version;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script by which a shell completes the commands and options of this program. */
@Command(
        name = "completion",
        description =
                "Prints a script that completes commands and options in a shell. The program must be on the PATH as"
                        + " sidecar-first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  source <(sidecar-first completion bash)      (in ~/.bashrc)",
            "  source <(sidecar-first completion zsh)       (in ~/.zshrc, after compinit)",
            "  sidecar-first completion fish | source       (in ~/.config/fish/config.fish)"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** The shells that it knows. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "SHELL", description = "bash, zsh or fish.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shell shell;

    @Override
    public Integer call() {
        // The name that the script is for is the program's, also where it runs as a plugin.
        CommandLine program = spec.root().commandLine();
        StandardOutput.print(
                shell == Shell.fish
                        ? FishCompletion.script(Program.NAME, program)
                        // It sets up bashcompinit by itself where it runs in zsh.
                        : AutoComplete.bash(Program.NAME, program));
        return ExitCode.OK;
    }
}
