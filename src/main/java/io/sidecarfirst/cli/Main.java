package io.sidecarfirst.cli;

import io.sidecarfirst.cli.common.StandardOutput;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        StandardOutput.guard();
        int code = SidecarFirst.run(System.getenv(), args);
        System.exit(code);
    }
}
