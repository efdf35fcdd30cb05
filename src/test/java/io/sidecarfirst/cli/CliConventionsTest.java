package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sidecarfirst.cli.common.ExitCode;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What people expect of a program at a terminal, whichever of its commands they use. */
class CliConventionsTest {
    private static final String POD = "src/test/resources/goldens/article-pod.yaml";

    @TempDir
    private Path folder;

    private static Stream<String> commands() {
        return SidecarFirst.commandLine(Map.of()).getSubcommands().keySet().stream();
    }

    /** Without {@code help}, which is picocli's own. */
    private static Stream<String> ownCommands() {
        return commands().filter(command -> !command.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("ownCommands")
    void helpHasExamples(String command) {
        Cli.Run help = Cli.run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .startsWith("Usage: sidecar-first " + command + " ")
                .containsPattern("\nExamples?:\n(.*\n)*.*sidecar-first " + command + "\\b")
                .doesNotContain("\u001b");
    }

    /** Where one is called the others are not made: only those that look at all of them have them. */
    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsMadeAlone(String command) {
        Map<String, CommandLine> made =
                SidecarFirst.commandLine(Map.of(), command).getSubcommands();
        assertThat(made.keySet())
                .containsExactlyElementsOf(
                        Set.of("completion", "help").contains(command)
                                ? commands().toList()
                                : List.of(command));
        assertThat(made)
                .extractingByKey(command)
                .satisfies(one -> assertThat(one.getCommandName()).isEqualTo(command));
    }

    @Test
    void settingsThatCannotBeReadStopOnlyThoseThatTakeSome() {
        Map<String, String> environment = Map.of("SIDECAR_FIRST_CONFIG", "no/such.yaml");
        assertThat(Cli.with(environment).execute("completion", "bash").code()).isZero();
        assertThat(Cli.with(environment).execute("version", "--client").code()).isZero();
        assertThat(Cli.with(environment).execute("inject", POD).err()).startsWith("sidecar-first: no/such.yaml: ");
        assertThat(Cli.with(environment).execute("nothing").err()).startsWith("sidecar-first: there is no command");
    }

    /** No file of arguments: what is in it would be read after the settings. */
    @Test
    void anAtSignIsPartOfAName() {
        assertThat(Cli.run("inject", "@" + POD).err()).contains("@" + POD + ": there is no such file");
        assertThat(Cli.run("inject", "--", "--config").err()).contains("--config: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeline -f", "post https://127.0.0.1:1 -f", "inject -f", "explain", "audit -f"})
    void anAddressIsNotFetched(String command) {
        Cli.Run run = Cli.run((command + " https://example.com/pod.yaml").split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).contains("https://example.com/pod.yaml: URLs are not fetched");
    }

    /** What is broken by the edge of a terminal cannot be copied. */
    @Test
    void noExampleIsWiderThanATerminal() {
        assertThat(SidecarFirst.commandLine(Map.of()).getSubcommands().values().stream()
                        .flatMap(command -> Arrays.stream(
                                command.getCommandSpec().usageMessage().footer())))
                .filteredOn(line -> line.startsWith("  "))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void helpListsTheCommands() {
        assertThat(Cli.run("--help").out().lines().map(line -> line.strip().replaceAll(" .*", "")))
                .containsAll(commands().toList());
        assertThat(Cli.run().err())
                .contains("a command is missing; there are: "
                        + String.join(", ", commands().toList()));
    }

    @Test
    void theExitCodesAreInHelpAndInTheDocs() throws Exception {
        Set<String> codes = new TreeSet<>();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                codes.add(String.valueOf(field.getInt(null)));
            }
        }
        assertThat(found("(?m)^ +(\\d+)  ", Cli.run("--help").out())).isEqualTo(codes);
        String page = Files.readString(Path.of("docs", "terminal.md"));
        String table = page.substring(page.indexOf("## Exit codes")).split("\n## ", 2)[0];
        assertThat(found("(?m)^\\| (\\d+) \\|", table)).isEqualTo(codes);
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audti | there is no command \"audti\"; is audit meant?; there are: serve, inject,",
                "check --as-group ops | --as-group needs --as: whose group it is",
                "check --request-timeout soon | --request-timeout: \"soon\" is no time from 1s to 24h",
                "check --request-timeout 0 | --request-timeout: \"0\" is no time from 1s to 24h",
                "check --request-timeout 25h | --request-timeout: \"25h\" is no time from 1s to 24h",
                "audit -x | there is no option -x",
                "audit --strict=maybe | --strict: \"maybe\" is none of true, false",
                "audit -A=7 | --all-namespaces: \"7\" is no value for it; it takes none",
                "-n shop audit | a command is missing before -n; there are: serve,",
                "--nonsense | there is no option --nonsense",
                "audit shop | \"shop\" is one word too many; a file is given with -f",
                "check shop | \"shop\" is one word too many",
                "audit --outptu json | there is no option --outptu; is --output meant?",
                "explain --kubeconfg=x a | there is no option --kubeconfg; is --kube-version or --kubeconfig meant?",
                "audit -o | --output needs a value: table, wide, json, yaml, name",
                "audit -l | --selector needs a value: SELECTOR",
                "audit -o xml | --output: \"xml\" is none of table, wide, json, yaml, name",
                "inject -o jsn | --output: \"jsn\" is none of yaml, json",
                "check --wait-seconds abc | --wait-seconds: \"abc\" is no whole number, or one that is out of range",
                "check -n a -n b | --namespace is given more than once; which one is meant?",
                "completion tcsh | SHELL: \"tcsh\" is none of bash, zsh, fish",
                "check --kubeconfig=nowhere | nowhere: there is no such file, or it may not be read; check --kubeconfig"
            })
    void whatIsWrongIsSaidInASentence(String line, String sentence) {
        Cli.Run run = Cli.run(line.split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("sidecar-first: " + sentence);
        assertThat(run.out()).isEmpty();
    }

    /** kubectl fetches it; here the pipe is named that does it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "inject | https://example.org/a.yaml | https://example.org/a.yaml",
                "inject -f | HTTP://example.org/a.yaml?x=1&y=2 | 'HTTP://example.org/a.yaml?x=1&y=2'",
                "explain | https://example.org/it's | 'https://example.org/it'\\''s'",
                "explain -f | https://example.org/a.yaml | https://example.org/a.yaml",
                "audit -f | https://example.org/a.yaml | https://example.org/a.yaml"
            })
    void aUrlIsNotFetched(String command, String url, String word) {
        String[] words = (command + " " + url).split(" ", -1);
        Cli.Run run = Cli.run(words);
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err().lines())
                .containsExactly("sidecar-first: " + url + ": URLs are not fetched: curl -fsSL " + word
                        + " | sidecar-first " + words[0] + " -f -");
        assertThat(run.out()).isEmpty();
        assertThat(Cli.run("inject", "ftp://example.org/a").err()).contains("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell", "kubectl"})
    void completionKnowsEveryCommandAndOption(String shell) {
        String script = Cli.run("completion", shell).out();
        assertThat(script).contains(commands().toList()).contains("startup-budget-seconds", "kubeconfig");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aShellTakesIt(String shell) throws Exception {
        assumeThat(ChildProcess.isThere(shell)).as(shell).isTrue();
        Path script = Files.writeString(
                folder.resolve("completion." + shell),
                Cli.run("completion", shell).out());
        String ask = switch (shell) {
            case "bash" ->
                "source " + script + "; COMP_WORDS=(sidecar-first ti); COMP_CWORD=1; COMP_LINE='sidecar-first ti';"
                        + " COMP_POINT=16; \"$(complete -p sidecar-first | sed 's/.*-F \\([^ ]*\\).*/\\1/')\";"
                        + " echo \"${COMPREPLY[@]}\"";
            case "zsh" ->
                "autoload -U compinit && compinit -u -D; source " + script
                        + "; echo ${_comps[sidecar-first]:+timeline}";
            default -> "source " + script + "; complete -C 'sidecar-first ti'";
        };
        Cli.Run run = ChildProcess.run(folder, List.of(shell, "-c", ask));
        assertThat(run.out()).contains("timeline");
    }

    @Test
    void aShellThatIsNotKnown() {
        Cli.Run run = Cli.run("completion", "tcsh");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("bash", "zsh", "fish");
    }

    /** As a person installs it, with the real kubectl where there is one. */
    @Test
    void aPluginOfKubectl() throws Exception {
        Path plugin = folder.resolve("kubectl-sidecar_first");
        String java =
                String.join("' '", ChildProcess.program("-D" + InvocationName.PROPERTY + "=kubectl sidecar-first"));
        Files.writeString(plugin, "#!/bin/sh\nexec '" + java + "' \"$@\"\n");
        assertThat(plugin.toFile().setExecutable(true)).isTrue();
        List<String> call =
                ChildProcess.isThere("kubectl") ? List.of("kubectl", "sidecar-first") : List.of(plugin.toString());
        Cli.Run help = ChildProcess.run(folder, call, "timeline", "--help");
        assertThat(help.out())
                .startsWith("Usage: kubectl sidecar-first timeline ")
                .contains("  kubectl sidecar-first timeline pod/web-0 -n shop --watch");
        Cli.Run wrong = ChildProcess.run(folder, call, "timeline");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.out()).contains("See 'kubectl sidecar-first timeline --help'.");
        assertThat(ChildProcess.run(folder, call, "inject", "-f", Path.of(POD).toString())
                        .out())
                .contains("startupProbe");
    }

    /** As {@code | head} does it, only sooner. What {@code inject} says of its decisions is said all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "policy",
                "policy --help",
                "policy --differences",
                "inject -f " + POD,
                "explain -f " + POD,
                "explain -o json -f " + POD,
                "audit -f " + POD,
                "timeline -f src/test/resources/timeline/gated.yaml",
                "completion bash"
            })
    void aClosedPipeEndsItInSilence(String line) throws Exception {
        Cli.Run run = ChildProcess.runUnread(folder, ChildProcess.program(), line.split(" ", -1));
        assertThat(run.err().lines())
                .noneMatch(error -> error.startsWith("sidecar-first:") || error.startsWith("\tat "));
        assertThat(run.code()).isZero();
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        File full = new File("/dev/full");
        assumeThat(full).exists();
        Cli.Run run = ChildProcess.runInto(
                ProcessBuilder.Redirect.appendTo(full), folder, ChildProcess.program(), "inject", "-f", POD);
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("sidecar-first: standard output cannot be written; is the disk full");
    }

    /** What is not loaded need not be waited for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "inject -f " + POD,
                "timeline -f src/test/resources/timeline/gated.yaml",
                "completion bash"
            })
    void whatNeedsNoClusterLoadsNoClient(String line) throws Exception {
        Path log = folder.resolve("classes.txt");
        Cli.Run run =
                ChildProcess.run(folder, ChildProcess.program("-Xlog:class+load:file=" + log), line.split(" ", -1));
        assertThat(run.code()).as(run.out()).isZero();
        assertThat(loaded(log))
                .contains("io.sidecarfirst.cli.SidecarFirst")
                .noneMatch(name -> name.startsWith("io.fabric8.")
                        || name.startsWith("org.eclipse.jetty.")
                        || name.startsWith("io.javalin.")
                        || name.startsWith("kotlin.")
                        || name.startsWith("org.bouncycastle.")
                        || name.startsWith("ch.qos.logback.classic.Logger"));
    }

    /** The log has decorations in brackets, the class, and where it is from. */
    private static Set<String> loaded(Path log) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String entry : Files.readAllLines(log)) {
            names.add(entry.replaceAll("^(\\[[^]]*])*\\s*", "").replaceAll(" .*", ""));
        }
        return names;
    }
}
