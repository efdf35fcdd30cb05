package io.sidecarfirst.cli.common;

import io.sidecarfirst.cli.log.LogFormat;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where output goes.
 *
 * @param isTerminal whether a person sees it at once, so that it may be drawn again in place
 * @param width in columns
 * @param height in lines
 * @param colour whether it may be coloured: on a terminal, unless {@code NO_COLOR} or {@code TERM=dumb} says otherwise
 * @param unicode whether the locale's encoding is UTF-8
 * @see <a href="https://no-color.org/">NO_COLOR</a>
 */
public record Terminal(boolean isTerminal, int width, int height, boolean colour, boolean unicode) {
    /** Columns, where nothing says how many there are. */
    static final int DEFAULT_WIDTH = 100;

    private static final int DEFAULT_HEIGHT = 24;

    static Terminal of(Map<String, String> environment) {
        return of(environment, LogFormat.auto.isText());
    }

    static Terminal of(Map<String, String> environment, boolean isTerminal) {
        List<Integer> size = isTerminal ? size() : List.of();
        int width = number(environment, "COLUMNS").orElse(size.size() == 2 ? size.get(1) : DEFAULT_WIDTH);
        int height = number(environment, "LINES").orElse(size.size() == 2 ? size.get(0) : DEFAULT_HEIGHT);
        boolean colour = isTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(isTerminal, width, height, colour, isUtf8(environment));
    }

    /** The first of these that is set decides, as POSIX has it. */
    private static boolean isUtf8(Map<String, String> environment) {
        for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
            }
        }
        return false;
    }

    private static Optional<Integer> number(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> value.matches("[1-9]\\d{0,3}"))
                .map(Integer::parseInt);
    }

    /** Lines and columns of the terminal that this process belongs to; empty where there is no {@code stty}. */
    private static List<Integer> size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            boolean isDone = stty.waitFor(1, TimeUnit.SECONDS);
            return isDone && answer.matches("[1-9]\\d{0,3} [1-9]\\d{0,3}")
                    ? List.of(answer.split(" ")).stream().map(Integer::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
