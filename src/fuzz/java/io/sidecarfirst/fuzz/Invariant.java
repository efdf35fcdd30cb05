package io.sidecarfirst.fuzz;

import java.util.function.Supplier;

/** What must hold for any input. Plain Java: an engine would count the branches of an assertion library as news. */
final class Invariant {
    private Invariant() {}

    /** Throws an {@link AssertionError} with that message, if it does not hold. */
    static void holds(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new AssertionError(message.get());
        }
    }

    /** A message for a person: it says something, and no terminal or log breaks it into two. */
    static void isOneLine(String message) {
        holds(
                !message.isBlank() && message.codePoints().noneMatch(Invariant::breaksLine),
                () -> "not one line: " + message);
    }

    private static boolean breaksLine(int character) {
        return character == '\n'
                || character == '\r'
                || character == 0x85
                || character == 0x2028
                || character == 0x2029;
    }
}
