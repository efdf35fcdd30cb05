package io.sidecarfirst.certificates;

import io.sidecarfirst.terminal.Printable;

/**
 * Names out of certificates, as one line that is not too long: whoever wrote them could have written line ends, too.
 */
final class PrintableText {
    private static final int MAX_CHARACTERS = 500;

    private PrintableText() {}

    static String of(String text) {
        String printable = Printable.line(text);
        return printable.length() <= MAX_CHARACTERS ? printable : printable.substring(0, MAX_CHARACTERS) + "...";
    }
}
