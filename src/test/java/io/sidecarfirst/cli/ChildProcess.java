package io.sidecarfirst.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A process of its own, for what cannot be seen inside the tests' JVM. */
final class ChildProcess {
    private ChildProcess() {}

    /** The command that runs this program, with these options for the JVM. */
    static List<String> program(String... options) {
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classes, "io.sidecarfirst.cli.Main"));
        return command;
    }

    /** Runs it to its end; both of its streams as one text. */
    static Cli.Run run(Path folder, List<String> command, String... args) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "child", ".txt");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("PATH", folder + File.pathSeparator + System.getenv("PATH"));
        int code = builder.start().waitFor();
        return new Cli.Run(code, Files.readString(out), "");
    }

    /** Runs it to its end while nobody reads its standard output; only its standard error is kept. */
    static Cli.Run runUnread(Path folder, List<String> command, String... args)
            throws IOException, InterruptedException {
        return runInto(ProcessBuilder.Redirect.PIPE, folder, command, args);
    }

    /** Runs it to its end with its standard output in that file; only its standard error is kept. */
    static Cli.Run runInto(ProcessBuilder.Redirect out, Path folder, List<String> command, String... args)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "child", ".txt");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(args));
        Process process = new ProcessBuilder(all)
                .redirectOutput(out)
                .redirectError(err.toFile())
                .start();
        process.getInputStream().close();
        int code = process.waitFor();
        return new Cli.Run(code, "", Files.readString(err));
    }

    /** Whether a program is on the PATH. */
    static boolean isThere(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }
}
