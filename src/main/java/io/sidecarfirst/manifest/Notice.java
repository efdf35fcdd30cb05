package io.sidecarfirst.manifest;

/**
 * A document that could not keep its form and is written anew.
 *
 * @param line the line of the file that is in the way, counted from 1
 * @param reason why, and what to do about it
 */
public record Notice(int line, String reason) {

    /** One line for a person. */
    public String text() {
        return "line " + line + ": " + reason + "; this document is written anew, without its comments";
    }
}
