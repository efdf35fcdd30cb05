package io.sidecarfirst.cli.common;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The program around the commands, as far as they need to know it. */
public interface Program {
    /** Its name, where it is called by its own. */
    String NAME = "sidecar-first";

    /** The environment variables that it runs under. */
    Map<String, String> environment();

    /** The environment variables that a command runs under. */
    static Map<String, String> environment(CommandSpec command) {
        return ((Program) command.root().userObject()).environment();
    }
}
