package io.sidecarfirst.cli.timeline;

import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Terminal;
import io.sidecarfirst.terminal.Printable;
import io.sidecarfirst.timeline.StateLog;
import io.sidecarfirst.timeline.TextChart;
import io.sidecarfirst.timeline.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What is shown while a Pod is watched. */
interface WatchView extends AutoCloseable {
    /** A look; the timeline is made only where it is drawn. */
    void show(JsonNode pod, Supplier<Timeline> timeline);

    /** Before the last and complete timeline is printed. */
    default void end() {}

    /** When there is nothing more to see, however that came. */
    @Override
    default void close() {}

    static WatchView silent() {
        return (pod, timeline) -> {};
    }

    /**
     * The one for a person, or for a log.
     *
     * @param terminal asked again for each picture, because a window's size may change
     */
    static WatchView on(Supplier<Terminal> terminal) {
        return terminal.get().isTerminal() ? new InPlaceChart(terminal) : new ChangeLines();
    }

    /**
     * The chart, drawn again in its place: over the one before, line by line. Nothing is cleared as a whole, which
     * would flicker, and which some terminals take for a page to be kept. Lines that are longer than the window are cut
     * off there.
     *
     * @see <a href="https://invisible-island.net/xterm/ctlseqs/ctlseqs.html">Control sequences: CUU, EL, ED, DECAWM</a>
     */
    final class InPlaceChart implements WatchView {
        private static final String CLEAR_LINE = "\u001b[K";
        private static final String CLEAR_BELOW = "\u001b[J";
        private static final String WITHOUT_BREAKS = "\u001b[?7l";
        private static final String WITH_BREAKS = "\u001b[?7h";

        private final Supplier<Terminal> terminal;
        /** On Ctrl-C: the terminal as it was, and the prompt on a line of its own. */
        private final Thread interrupted = new Thread(() -> StandardOutput.print(WITH_BREAKS + "\n"));

        private List<Integer> lengths = List.of();

        InPlaceChart(Supplier<Terminal> terminal) {
            this.terminal = terminal;
            Runtime.getRuntime().addShutdownHook(interrupted);
        }

        @Override
        public void show(JsonNode pod, Supplier<Timeline> timeline) {
            Terminal window = terminal.get();
            List<String> lines = TextChart.lines(timeline.get(), TimelineCommand.capabilities(window));
            // What has scrolled out of sight cannot be drawn again.
            List<String> visible = lines.subList(0, Math.min(lines.size(), Math.max(1, window.height() - 1)));
            StringBuilder text = new StringBuilder(up(rows(window))).append(WITHOUT_BREAKS);
            visible.forEach(line ->
                    text.append(CLEAR_LINE).append(Printable.coloured(line)).append('\n'));
            StandardOutput.print(text.append(WITH_BREAKS).append(CLEAR_BELOW));
            lengths = visible.stream()
                    .map(line -> Math.min(
                            window.width(),
                            line.replaceAll("\u001b\\[\\d*m", "").length()))
                    .toList();
        }

        @Override
        public void end() {
            int rows = rows(terminal.get());
            StandardOutput.print(up(rows) + (CLEAR_LINE + "\n").repeat(rows) + up(rows));
            lengths = List.of();
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            } catch (IllegalStateException e) {
                // It is being interrupted.
            }
        }

        /** How many there are by now: a window that was made narrower breaks lines that it shows already. */
        private int rows(Terminal window) {
            return lengths.stream()
                    .mapToInt(length -> Math.max(1, (length + window.width() - 1) / window.width()))
                    .sum();
        }

        private static String up(int rows) {
            return rows == 0 ? "" : "\u001b[" + rows + "A";
        }
    }

    /** A line for each change: for a log. */
    final class ChangeLines implements WatchView {
        private final StateLog log = new StateLog();

        @Override
        public void show(JsonNode pod, Supplier<Timeline> timeline) {
            String when = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
            log.since(pod).forEach(line -> StandardOutput.printText(when + " " + line + "\n"));
        }

        @Override
        public void end() {
            StandardOutput.print("\n");
        }
    }
}
