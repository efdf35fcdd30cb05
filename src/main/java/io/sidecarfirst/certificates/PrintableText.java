package io.sidecarfirst.certificates;

/** Names out of certificates, made fit for a log line: whoever wrote them could have written line ends, too. */
final class PrintableText {
    private static final int MAX_CHARACTERS = 500;

    private PrintableText() {}

    static String of(String text) {
        String printable = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
        return printable.length() <= MAX_CHARACTERS ? printable : printable.substring(0, MAX_CHARACTERS) + "...";
    }
}
