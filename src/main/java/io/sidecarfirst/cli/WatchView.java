package io.sidecarfirst.cli;

import io.sidecarfirst.timeline.Changes;
import io.sidecarfirst.timeline.TextChart;
import io.sidecarfirst.timeline.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What is shown while a Pod is watched. */
interface WatchView {
    /** A look; the timeline is made only where it is drawn. */
    void show(JsonNode pod, Supplier<Timeline> timeline);

    /** Before the last and complete timeline is printed. */
    default void end() {}

    static WatchView silent() {
        return (pod, timeline) -> {};
    }

    static WatchView on(Terminal terminal) {
        return terminal.isTerminal() ? new Redrawn(terminal) : new Lines();
    }

    /** The chart, drawn again in its place. */
    final class Redrawn implements WatchView {
        private final Terminal terminal;
        private int drawn;

        Redrawn(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void show(JsonNode pod, Supplier<Timeline> timeline) {
            List<String> lines = TextChart.lines(timeline.get(), TimelineCommand.style(terminal));
            // What has scrolled out of sight cannot be drawn again.
            List<String> shown = lines.subList(0, Math.min(lines.size(), Math.max(1, terminal.height() - 1)));
            StandardOutput.print(back() + Printable.coloured(String.join("\n", shown)) + "\n");
            drawn = shown.size();
        }

        @Override
        public void end() {
            StandardOutput.print(back());
            drawn = 0;
        }

        /** ANSI: so many lines up, and clear to the end. */
        private String back() {
            return drawn == 0 ? "" : "\u001b[" + drawn + "A\u001b[J";
        }
    }

    /** A line for each change: for a log. */
    final class Lines implements WatchView {
        private final Changes changes = new Changes();

        @Override
        public void show(JsonNode pod, Supplier<Timeline> timeline) {
            String when = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
            changes.since(pod).forEach(line -> StandardOutput.printText(when + " " + line + "\n"));
        }

        @Override
        public void end() {
            StandardOutput.print("\n");
        }
    }
}
