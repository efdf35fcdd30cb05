package io.sidecarfirst.cli;

import io.sidecarfirst.cli.common.StandardOutput;
import java.util.Map;

/** Where the process starts. */
public final class Main {
    /** Commands, one a line, that are run one after another: a JVM writes an AOT cache of one run only. */
    private static final String TRAINING = "sidecar-first.training";

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        StandardOutput.guard();
        Map<String, String> environment = System.getenv();
        System.getProperty(TRAINING, "")
                .lines()
                .forEach(line -> SidecarFirst.run(environment, line.strip().split(" +")));
        System.exit(SidecarFirst.run(environment, args));
    }
}
