package io.sidecarfirst.cli;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        int code = SidecarFirst.run(System.getenv(), args);
        System.exit(code);
    }
}
