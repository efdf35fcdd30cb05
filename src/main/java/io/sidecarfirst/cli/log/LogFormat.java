package io.sidecarfirst.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import java.io.Console;
import java.lang.reflect.Method;

/** The forms of a log line. */
public enum LogFormat {
    /** Text on a terminal, JSON elsewhere. */
    auto,
    /** For a person. */
    text,
    /** One JSON object a line. */
    json;

    /** The layout of this form. */
    Layout<ILoggingEvent> layout() {
        return isText() ? new TextLine() : new JsonLine();
    }

    /** Whether lines are for a person. */
    public boolean isText() {
        return this == text || (this == auto && onTerminal());
    }

    @SuppressWarnings("SystemConsoleNull") // known; it is asked below
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since 22 there is a console even where there is no terminal; only its own word tells.
            Method isTerminal = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
