package io.sidecarfirst.cli;

import io.sidecarfirst.cli.common.UsageText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of a command, in the words of its help. It has no date, so that a version's pages are always the
 * same.
 *
 * @param name such as {@code sidecar-first-audit}
 * @param text with the macros that every {@code man} knows
 * @see <a href="https://man7.org/linux/man-pages/man7/man.7.html">man(7)</a>
 */
record ManPage(String name, String text) {
    private static final String EXIT_CODES = "Exit codes:";

    /** The program's page and those of its commands. */
    static List<ManPage> all(CommandLine program, String version) {
        List<ManPage> pages = new ArrayList<>();
        pages.add(of(program, version));
        program.getSubcommands().values().forEach(command -> pages.add(of(command, version)));
        return pages;
    }

    private static ManPage of(CommandLine command, String version) {
        CommandSpec spec = command.getCommandSpec();
        String name = spec.qualifiedName("-");
        List<String> lines = new ArrayList<>();
        lines.add(".TH " + escaped(name.toUpperCase(Locale.ROOT)) + " 1 \"\" \"sidecar\\-first " + escaped(version)
                + "\"");
        lines.add(".SH NAME");
        lines.add(escaped(name) + " \\- " + escaped(UsageText.firstSentence(description(command))));
        lines.add(".SH SYNOPSIS");
        lines.add("\\fB" + escaped(spec.qualifiedName(" ")) + "\\fR" + synopsis(command));
        lines.add(".SH DESCRIPTION");
        lines.add(line(description(command)));
        lines.add(".SH OPTIONS");
        spec.positionalParameters().forEach(words -> addTagged(lines, italic(words.paramLabel()), text(words)));
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> addTagged(lines, names(option), text(option)));
        if (!command.getSubcommands().isEmpty()) {
            lines.add(".SH COMMANDS");
            command.getSubcommands()
                    .forEach((word, below) -> addTagged(lines, "\\fB" + escaped(word) + "\\fR", description(below)));
        }
        addFooter(lines, spec.usageMessage().footer());
        lines.add(".SH SEE ALSO");
        lines.add(
                spec.parent() != null
                        ? reference(spec.parent())
                        : command.getSubcommands().values().stream()
                                .map(below -> reference(below.getCommandSpec()))
                                .collect(Collectors.joining(",\n")));
        return new ManPage(name, String.join("\n", lines) + "\n");
    }

    private static String synopsis(CommandLine command) {
        String words = command.getCommandSpec().positionalParameters().stream()
                .map(parameter -> " [" + italic(parameter.paramLabel()) + "]"
                        + (parameter.arity().max() > 1 ? "..." : ""))
                .collect(Collectors.joining());
        return " [" + italic("OPTIONS") + "]" + words
                + (command.getSubcommands().isEmpty() ? "" : " " + italic("COMMAND"));
    }

    private static String description(CommandLine command) {
        return String.join(" ", UsageText.description(command));
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description()).strip();
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return names + (option.arity().max() == 0 ? "" : "=" + italic(option.paramLabel()));
    }

    private static void addTagged(List<String> lines, String tag, String text) {
        lines.add(".TP");
        lines.add(tag);
        lines.add(line(text));
    }

    /** Its paragraphs: exit codes, examples, the rest. Lines that are indented stay as they are. */
    private static void addFooter(List<String> lines, String... footer) {
        boolean isIndented = false;
        boolean hasNotes = false;
        for (String text : footer) {
            if (text.startsWith(" ") != isIndented) {
                isIndented = !isIndented;
                lines.add(isIndented ? ".nf" : ".fi");
            }
            if (text.startsWith(EXIT_CODES)) {
                lines.add(".SH EXIT STATUS");
                addUnlessEmpty(lines, text.substring(EXIT_CODES.length()).strip());
            } else if (text.matches("Examples?:")) {
                lines.add(".SH EXAMPLES");
            } else if (isIndented) {
                lines.add(line(text));
            } else if (!text.isEmpty()) {
                lines.add(hasNotes ? ".PP" : ".SH NOTES");
                lines.add(line(text));
                hasNotes = true;
            }
        }
        if (isIndented) {
            lines.add(".fi");
        }
    }

    private static void addUnlessEmpty(List<String> lines, String text) {
        if (!text.isEmpty()) {
            lines.add(line(text));
        }
    }

    private static String reference(CommandSpec spec) {
        return ".BR " + escaped(spec.qualifiedName("-")) + " (1)";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** A line of text, which a dot or an apostrophe at its start would make a request. */
    private static String line(String text) {
        String escaped = escaped(text);
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    /** A hyphen that can be copied, and no escapes. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
