package io.sidecarfirst.cli.common;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How text for a person is laid out. */
public final class ScreenOptions {
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
            description =
                    "How wide text may be. Default: as the terminal is, " + Terminal.DEFAULT_WIDTH + " elsewhere.")
    private @Nullable Integer width;

    /**
     * Where output goes, as the options have it.
     *
     * @throws CommandLine.ParameterException if the width is out of range
     */
    public Terminal terminal() {
        Terminal terminal = Terminal.of(Program.environment(command));
        return new Terminal(
                terminal.isTerminal(),
                columns(terminal),
                terminal.height(),
                switch (colour) {
                    case always -> true;
                    case never -> false;
                    case auto -> terminal.colour();
                },
                terminal.unicode());
    }

    private int columns(Terminal terminal) {
        if (width == null) {
            return terminal.width();
        }
        OutOfRange.refuse(command, "width", width, 20, 10_000);
        return width;
    }
}
