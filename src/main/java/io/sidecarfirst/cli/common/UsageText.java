package io.sidecarfirst.cli.common;

import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What a command's help says of it. */
public final class UsageText {
    private UsageText() {}

    /** What it does, in one or several lines. picocli's own command says it in the header. */
    public static String[] description(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        return usage.header().length > 0 ? usage.header() : usage.description();
    }

    /** The first sentence of a text, or its first clause, without what ends it. */
    public static String firstSentence(String text) {
        return text.replaceAll("(?s)[.:;] .*|\\.$", "");
    }
}
