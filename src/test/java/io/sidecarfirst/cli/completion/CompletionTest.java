package io.sidecarfirst.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.SidecarFirst;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts offer, in the shells that are there. PowerShell was never one of them: its script is only read. */
class CompletionTest {
    private static final String NO_FILES = ":4";
    private static final String FILES = ":0";

    @TempDir
    private Path folder;

    private Path script(String shell, String name) throws IOException {
        Path script = Files.writeString(
                folder.resolve(name), Cli.run("completion", shell).out());
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private List<String> lines(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", folder + File.pathSeparator + System.getenv("PATH"));
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(lines.toString()).isZero();
        return lines;
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static List<String> words(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("\\s.*", "")).toList();
    }

    /** As kubectl does it: the last word is to be completed, and may be empty. */
    private List<String> kubectl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(script("kubectl", "kubectl_complete-sidecar_first").toString()));
        command.addAll(List.of(words));
        return words(lines(command.toArray(String[]::new)));
    }

    @Test
    void kubectlLearnsOfEveryCommand() throws Exception {
        List<String> lines = kubectl("");
        assertThat(lines.subList(0, lines.size() - 1))
                .containsExactlyInAnyOrderElementsOf(
                        SidecarFirst.commandLine(Map.of()).getSubcommands().keySet());
        assertThat(lines).endsWith(NO_FILES);
        assertThat(kubectl()).isEqualTo(lines);
        assertThat(kubectl("ex")).containsExactly("explain", NO_FILES);
        assertThat(kubectl("nosuch", "-")).containsExactly(NO_FILES);
    }

    @Test
    void kubectlLearnsOfOptionsAndTheirValues() throws Exception {
        assertThat(kubectl("explain", "--out")).containsExactly("--output", NO_FILES);
        assertThat(kubectl("check", "--out")).containsExactly(NO_FILES);
        assertThat(kubectl("audit", "-")).contains("--selector", "--fail-on", NO_FILES);
        assertThat(kubectl("audit", "-o", "")).containsExactly("table", "wide", "json", "yaml", "name", NO_FILES);
        assertThat(kubectl("audit", "--output", "w")).containsExactly("wide", NO_FILES);
        assertThat(kubectl("inject", "-o", "")).containsExactly("yaml", "json", NO_FILES);
        assertThat(kubectl("audit", "--only", "not")).containsExactly("not-opted-in", NO_FILES);
        assertThat(kubectl("completion", "z")).containsExactly("zsh", NO_FILES);
    }

    @Test
    void kubectlOffersFilesWhereTheyBelong() throws Exception {
        assertThat(kubectl("audit", "-f", "")).containsExactly(FILES);
        assertThat(kubectl("check", "--kubeconfig", "")).containsExactly(FILES);
        assertThat(kubectl("explain", "")).containsExactly(FILES);
        assertThat(kubectl("audit", "")).containsExactly(NO_FILES);
        assertThat(kubectl("explain", "-n", "")).containsExactly(NO_FILES);
    }

    /** With the real one, which has to find the plugin, too. */
    @Test
    void kubectlItself() throws Exception {
        assumeThat(isThere("kubectl")).isTrue();
        script("kubectl", "kubectl_complete-sidecar_first");
        Path plugin = Files.writeString(folder.resolve("kubectl-sidecar_first"), "#!/bin/sh\n");
        assertThat(plugin.toFile().setExecutable(true)).isTrue();
        assertThat(lines("kubectl", "__complete", "sidecar-first", "audit", "--fail-on", "m"))
                .contains("missed", "Completion ended with directive: ShellCompDirectiveNoFileComp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audit --out | --output",
                "audit -o | name",
                "audit --only mi | missed",
                "completion pow | powershell",
                "ti | timeline"
            })
    void fish(String words, String offered) throws Exception {
        assumeThat(isThere("fish")).isTrue();
        String line = "sidecar-first " + words + (words.endsWith("-o") ? " " : "");
        assertThat(words(lines(
                        "fish", "-c", "source " + script("fish", "completion.fish") + "; complete -C '" + line + "'")))
                .contains(offered);
    }

    /** Without a terminal there is no completion in zsh, so this sees what the script asks of {@code _arguments}. */
    @Test
    void zsh() throws Exception {
        assumeThat(isThere("zsh")).isTrue();
        String ask = "compdef() { : }; _arguments() { print -rl -- $@; state=words; line=(audit) }; source "
                + script("zsh", "_sidecar-first") + "; _sidecar-first";
        assertThat(lines("zsh", "-f", "-c", ask))
                .contains(
                        "1: :->command",
                        "(-o --output)--output=[table, wide, json, yaml, or name]:FORM:(table wide json yaml name)",
                        "(--kubeconfig)--kubeconfig=[The kubeconfig]:FILE:_files")
                .anyMatch(spec -> spec.startsWith("*-n+[Only this namespace]:NAMESPACE: "))
                .anyMatch(spec -> spec.startsWith("*--only=[") && spec.contains(":_values -s , value gated waiting "));
    }

    @Test
    void powerShellIsOfferedLongNamesAndValues() {
        assertThat(Cli.run("completion", "powershell").out())
                .startsWith("Register-ArgumentCompleter -Native -CommandName 'sidecar-first' -ScriptBlock {")
                .contains(
                        "'audit --output' { $found = [ordered]@{",
                        "'--output' = 'table, wide, json, yaml, or name'",
                        "'completion completion' { $found = [ordered]@{",
                        "'powershell' = ")
                .doesNotContain("'-o' = ");
    }
}
