package io.sidecarfirst.manifest.yaml;

import java.util.regex.Pattern;

/** A file that cannot be read. The message is one line: {@code line N: what is wrong; what to do}. */
public final class ManifestException extends RuntimeException {
    private static final Pattern BREAKS = Pattern.compile("\\s*[\\r\\n\\u0085\\u2028\\u2029]+\\s*");
    private static final int LONGEST_QUOTE = 60;

    private final int line;

    ManifestException(int line, String wrong, String advice) {
        super(BREAKS.matcher("line " + line + ": " + wrong + "; " + advice).replaceAll(" "));
        this.line = line;
    }

    private ManifestException(ManifestException cause, String advice) {
        super(cause.getMessage() + "; " + advice, cause);
        this.line = cause.line;
    }

    /** The same, with what to do if the file is a template, such as one of a chart. */
    ManifestException ofTemplate() {
        return new ManifestException(this, "if this is a template, render it first, as with helm template");
    }

    /** The line of the file, counted from 1. */
    public int line() {
        return line;
    }

    /** Text of the file as it may stand in a message: quoted, and cut where it is long. */
    static String quoted(String text) {
        return text.length() <= LONGEST_QUOTE
                ? "\"" + text + "\""
                : "\"" + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE / 2)) + "…\"";
    }
}
