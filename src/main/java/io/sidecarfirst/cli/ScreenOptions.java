package io.sidecarfirst.cli;

import io.sidecarfirst.cli.log.LogFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How text for a person is laid out. */
final class ScreenOptions {
    private static final int ELSEWHERE = 100;

    /** When colours are used. */
    enum Colour {
        auto,
        always,
        never
    }

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never. Default: auto, which is on a terminal, unless NO_COLOR is set.")
    private Colour colour = Colour.auto;

    @Option(
            names = "--width",
            paramLabel = "COLUMNS",
            description = "How wide text may be. Default: as the terminal is, " + ELSEWHERE + " elsewhere.")
    private @Nullable Integer width;

    /** Columns. */
    int width() {
        if (width != null) {
            if (width < 20 || width > 10_000) {
                throw SidecarFirst.outOfRange(
                        command.commandLine(), "width: " + width + " is out of range; allowed: 20..10000");
            }
            return width;
        }
        return isTerminal() ? command.usageMessage().width() : ELSEWHERE;
    }

    /**
     * Whether colours are wanted.
     *
     * @see <a href="https://no-color.org/">NO_COLOR</a>
     */
    boolean colour() {
        return switch (colour) {
            case always -> true;
            case never -> false;
            case auto -> isTerminal() && !isSet("NO_COLOR") && !"dumb".equals(System.getenv("TERM"));
        };
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }

    /** Whether a person reads along; a log asks the same. */
    static boolean isTerminal() {
        return LogFormat.auto.isText();
    }
}
