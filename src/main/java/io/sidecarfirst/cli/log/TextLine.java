package io.sidecarfirst.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.sidecarfirst.terminal.Printable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Time of day, level, message, and what belongs to it. What comes from a request cannot look like a line of its own.
 */
final class TextLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(120);
        line.append(TIME.format(event.getInstant()));
        line.append(' ').append(String.format("%-5s", event.getLevel())).append(' ');
        line.append(Printable.line(event.getFormattedMessage()));
        Optional.ofNullable(event.getKeyValuePairs())
                .ifPresent(pairs -> pairs.forEach(pair -> line.append("  ")
                        .append(pair.key)
                        .append('=')
                        .append(Printable.line(String.valueOf(pair.value)))));
        line.append(System.lineSeparator());
        Optional.ofNullable(event.getThrowableProxy())
                .ifPresent(problem -> line.append(ThrowableProxyUtil.asString(problem)));
        return line.toString();
    }
}
