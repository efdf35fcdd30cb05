package io.sidecarfirst.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.timeline.Observations;
import io.sidecarfirst.timeline.PodEvents;
import io.sidecarfirst.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a terminal is given. */
public class TerminalTest {

    public static Timeline timeline(JsonNode pod) {
        return Timeline.of(pod, PodEvents.of(List.of()), new Observations(), Instant.EPOCH);
    }

    /** What goes to standard output meanwhile. */
    public static String printed(Runnable action) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "true, TERM, xterm, true",
        "true, NO_COLOR, 1, false",
        "true, NO_COLOR, '', true",
        "true, TERM, dumb, false",
        "false, TERM, xterm, false"
    })
    void colour(boolean isTerminal, String variable, String value, boolean expected) {
        assertThat(Terminal.of(Map.of(variable, value), isTerminal).colour()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "LANG=C.UTF-8, true",
        "LANG=de_DE.utf8, true",
        "LANG=C, false",
        "'', false",
        "LC_ALL=C LANG=C.UTF-8, false",
        "LC_ALL=en_US.UTF-8 LANG=C, true"
    })
    void unicode(String variables, boolean expected) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (String variable : variables.split(" ", -1)) {
            if (variable.contains("=")) {
                environment.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
            }
        }
        assertThat(Terminal.of(environment, false).unicode()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "0, 100", "x, 100", "-5, 100", "99999, 100"})
    void width(String columns, int expected) {
        assertThat(Terminal.of(Map.of("COLUMNS", columns), false).width()).isEqualTo(expected);
    }

    @Test
    void aPipeIsNoTerminal() {
        assertThat(Terminal.of(Map.of()).isTerminal()).isFalse();
    }
}
