package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages, and what programs that show them say of them. */
class ManPageTest {
    @TempDir
    private Path folder;

    private static CommandLine program() {
        return SidecarFirst.commandLine(Map.of());
    }

    static Stream<ManPage> pages() {
        return ManPage.all(program(), "1.2.3").stream();
    }

    private static ManPage page(String name) {
        return pages().filter(page -> page.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void eachCommandHasOne() throws Exception {
        ManPages.main(folder.resolve("man1").toString());
        try (Stream<Path> files = Files.list(folder.resolve("man1"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("sidecar-first.1"),
                                    program().getSubcommands().keySet().stream()
                                            .map(command -> "sidecar-first-" + command + ".1"))
                            .toList());
        }
    }

    @Test
    void itHasTheWordsOfTheHelp() {
        String text = page("sidecar-first-audit").text();
        assertThat(text)
                .startsWith(".TH SIDECAR\\-FIRST\\-AUDIT 1 \"\" \"sidecar\\-first 1.2.3\"\n.SH NAME\n"
                        + "sidecar\\-first\\-audit \\- Lists the native sidecars of a cluster")
                .contains(
                        "\n.SH SYNOPSIS\n\\fBsidecar\\-first audit\\fR [\\fIOPTIONS\\fR]\n",
                        "\n.TP\n\\fB\\-n\\fR, \\fB\\-\\-namespace\\fR=\\fINAMESPACE\\fR\nOnly this namespace.",
                        "\n.SH EXIT STATUS\n0 done; 1 \\-\\-fail\\-on found something;",
                        "\n.SH EXAMPLES\n.nf\n  sidecar\\-first audit\n",
                        "\n.SH SEE ALSO\n.BR sidecar\\-first (1)\n")
                .doesNotContain("${", "%n");
        CommandLine audit = Objects.requireNonNull(program().getSubcommands().get("audit"));
        for (OptionSpec option : audit.getCommandSpec().options()) {
            assertThat(text).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
        }
    }

    @Test
    void theProgramsOwnNamesItsCommands() {
        assertThat(page("sidecar-first").text())
                .contains(
                        "\n.SH COMMANDS\n.TP\n\\fBserve\\fR\nServes the admission webhook",
                        "\n.SH EXIT STATUS\n.nf\n   0  done;",
                        ".BR sidecar\\-first\\-audit (1),\n");
    }

    /** What it does not know, it warns of; that there is no date is meant. */
    @ParameterizedTest
    @MethodSource("pages")
    void manShowsIt(ManPage page) throws Exception {
        assumeThat(ChildProcess.isThere("man")).isTrue();
        Path file = Files.writeString(folder.resolve(page.name() + ".1"), page.text());
        Cli.Run shown = ChildProcess.run(
                folder, List.of("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"), file.toString());
        assertThat(shown.code()).as(shown.out()).isZero();
        assertThat(shown.out()).doesNotContain("warning:", "error:");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void mandocFindsNothingWrong(ManPage page) throws Exception {
        assumeThat(ChildProcess.isThere("mandoc")).isTrue();
        Path file = Files.writeString(folder.resolve(page.name() + ".1"), page.text());
        Cli.Run lint = ChildProcess.run(folder, List.of("mandoc", "-T", "lint", "-W", "warning"), file.toString());
        assertThat(lint.out().lines()).allSatisfy(line -> assertThat(line).contains("missing date"));
    }
}
