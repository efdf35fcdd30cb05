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
            "That of kubectl is a program for the PATH, which kubectl runs as kubectl_complete-sidecar_first to"
                    + " complete kubectl sidecar-first.",
            "",
            "Examples:",
            "  source <(sidecar-first completion bash)      (in ~/.bashrc)",
            "  source <(sidecar-first completion zsh)       (in ~/.zshrc, after compinit)",
            "  sidecar-first completion fish | source       (in ~/.config/fish/config.fish)",
            "  sidecar-first completion powershell | Out-String | Invoke-Expression",
            "  sidecar-first completion kubectl > kubectl_complete-sidecar_first"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** The shells that it knows. */
    enum Shell {
        bash,
        zsh,
        fish,
        powershell,
        kubectl
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "SHELL", description = "bash, zsh, fish, powershell or kubectl.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shell shell;

    @Override
    public Integer call() {
        // The name that the script is for is the program's, also where it runs as a plugin.
        CommandLine program = spec.root().commandLine();
        StandardOutput.print(
                switch (shell) {
                    case bash -> AutoComplete.bash(Program.NAME, program);
                    case zsh -> ZshCompletion.script(Program.NAME, program);
                    case fish -> FishCompletion.script(Program.NAME, program);
                    case powershell -> PowerShellCompletion.script(Program.NAME, program);
                    case kubectl -> KubectlCompletion.script(program);
                });
        return ExitCode.OK;
    }
}
