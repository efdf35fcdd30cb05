package io.sidecarfirst.certificates;

import io.sidecarfirst.terminal.Printable;
import io.sidecarfirst.terminal.Shortened;

/**
 * Names out of certificates, as one line that is not too long: whoever wrote them could have written line ends, too.
 */
final class PrintableText {
    private static final int MAX_CHARACTERS = 500;

    private PrintableText() {}

    static String of(String text) {
        return Shortened.atEnd(Printable.line(text), MAX_CHARACTERS);
    }
}
