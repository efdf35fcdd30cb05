package io.sidecarfirst.cli;

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
        versionProvider = SidecarFirst.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  source <(sidecar-first completion bash)      (in ~/.bashrc)",
            "  source <(sidecar-first completion zsh)       (in ~/.zshrc, after compinit)",
            "  sidecar-first completion fish | source       (in ~/.config/fish/config.fish)"
        })
final class CompletionCommand implements Callable<Integer> {

    /** The shells that it knows. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(arity = "1", paramLabel = "SHELL", description = "bash, zsh or fish.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shell shell;

    @Override
    public Integer call() {
        // The name that the script is for is the program's, also where it runs as a plugin.
        CommandLine program = SidecarFirst.bare();
        StandardOutput.print(
                shell == Shell.fish
                        ? FishCompletion.script(SidecarFirst.NAME, program)
                        // It sets up bashcompinit by itself where it runs in zsh.
                        : AutoComplete.bash(SidecarFirst.NAME, program));
        return ExitCode.OK;
    }
}
