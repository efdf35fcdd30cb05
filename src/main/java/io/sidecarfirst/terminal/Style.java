package io.sidecarfirst.terminal;

/** How a piece of text stands out, where colours may be used. */
public enum Style {
    /** Not at all. */
    PLAIN(""),
    /** A heading. */
    BOLD("\u001B[1m"),
    /** Success. */
    GREEN("\u001B[32m"),
    /** A warning. */
    YELLOW("\u001B[33m"),
    /** A failure. */
    RED("\u001B[31m"),
    /** The first of several series. */
    BLUE("\u001B[34m"),
    /** The second. */
    MAGENTA("\u001B[35m"),
    /** The third. */
    CYAN("\u001B[36m"),
    /** Of little importance. */
    GREY("\u001B[90m");

    private static final String RESET = "\u001B[0m";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text in this style. */
    String on(String text) {
        return this == PLAIN ? text : code + text + RESET;
    }
}
