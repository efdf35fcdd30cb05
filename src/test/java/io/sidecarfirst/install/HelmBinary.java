package io.sidecarfirst.install;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code helm} of this machine, 3 or 4. */
final class HelmBinary implements HelmClient {
    private final Path program;

    private HelmBinary(Path program) {
        this.program = program;
    }

    /** The one that {@code SIDECAR_FIRST_HELM} names: all that tests do is then done with it. */
    static Optional<HelmBinary> chosen() {
        return Optional.ofNullable(System.getenv("SIDECAR_FIRST_HELM"))
                .filter(name -> !name.isEmpty())
                .map(name -> new HelmBinary(Path.of(name)));
    }

    /** That one, or the first on the PATH. */
    static Optional<HelmBinary> find() {
        return chosen().or(() -> Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "helm"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(HelmBinary::new));
    }

    @Override
    public void install(Target target, Path chart, List<Path> values, int seconds) {
        run(target, values, seconds, "install", target.release(), chart.toString(), "--create-namespace", "--wait");
    }

    @Override
    public void upgrade(Target target, Path chart, List<Path> values, int seconds) {
        run(target, values, seconds, upgrade(target, chart, "--reset-values", "--wait"));
    }

    private static String[] upgrade(Target target, Path chart, String... options) {
        return Stream.concat(Stream.of("upgrade", target.release(), chart.toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    /** {@code helm rollback --wait}, which helm-java does not have. */
    void rollback(Target target, int revision, int seconds) {
        run(target, List.of(), seconds, "rollback", target.release(), Integer.toString(revision), "--wait");
    }

    /** Whether it is Helm 4, which applies by server-side apply. */
    boolean appliesOnTheServer() {
        return run(new ProcessBuilder(program.toString(), "version", "--template", "{{.Version}}"))
                .startsWith("v4.");
    }

    /** {@link #upgrade} with {@code --force-conflicts}, which Helm 4 has: what others own is taken from them. */
    void forcedUpgrade(Target target, Path chart, List<Path> values, int seconds) {
        String[] arguments = {"--reset-values", "--wait", "--force-conflicts"};
        run(target, values, seconds, upgrade(target, chart, arguments));
    }

    @Override
    public void test(Target target, int seconds) {
        run(target, List.of(), seconds, "test", target.release());
    }

    @Override
    public void uninstall(Target target) {
        run(target, List.of(), 60, "uninstall", target.release(), "--ignore-not-found");
    }

    private void run(Target target, List<Path> values, int seconds, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--namespace", target.namespace(), "--timeout", seconds + "s"));
        values.forEach(file -> command.addAll(List.of("--values", file.toString())));
        try {
            Path kubeConfig = Files.createTempFile("kubeconfig", ".yaml");
            try {
                Files.writeString(kubeConfig, target.kubeConfig());
                ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
                builder.environment().put("KUBECONFIG", kubeConfig.toString());
                var unused = run(builder);
            } finally {
                Files.delete(kubeConfig);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its output; fails with it if the program does. */
    private static String run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", builder.command()) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
