package io.sidecarfirst.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** All that is logged while it is open, our own rooms at DEBUG. */
final class CapturedLog implements AutoCloseable {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.sidecarfirst");

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final @Nullable Level rootBefore = ROOT.getLevel();
    private final @Nullable Level oursBefore = OURS.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    CapturedLog() {
        ROOT.setLevel(Level.INFO);
        OURS.setLevel(Level.DEBUG);
        appender.start();
        ROOT.addAppender(appender);
    }

    /** Messages, key-value pairs and stack traces. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : events) {
            text.append(event.getLevel())
                    .append(' ')
                    .append(event.getLoggerName())
                    .append(' ');
            text.append(event.getFormattedMessage()).append(' ').append(event.getKeyValuePairs());
            IThrowableProxy problem = event.getThrowableProxy();
            text.append(problem == null ? "" : ThrowableProxyUtil.asString(problem))
                    .append('\n');
        }
        return text.toString();
    }

    /** How many lines there are from this level up. */
    long atLeast(Level level) {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(level))
                .count();
    }

    @Override
    public void close() {
        ROOT.detachAppender(appender);
        appender.stop();
        ROOT.setLevel(rootBefore == null ? Level.DEBUG : rootBefore);
        OURS.setLevel(oursBefore);
    }
}
