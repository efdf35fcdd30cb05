package io.sidecarfirst.terminal;

/** How a piece of text stands out, where colours may be used. */
public enum Style {
    /** Not at all. */
    PLAIN(""),
    /** A heading. */
    BOLD("\u001B[1m"),
    /** Well. */
    GREEN("\u001B[32m"),
    /** To be looked at. */
    YELLOW("\u001B[33m"),
    /** Wrong. */
    RED("\u001B[31m"),
    /** Of one kind. */
    BLUE("\u001B[34m"),
    /** Of another. */
    MAGENTA("\u001B[35m"),
    /** Of a third. */
    CYAN("\u001B[36m"),
    /** Beside the point. */
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
