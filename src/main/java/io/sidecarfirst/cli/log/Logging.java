package io.sidecarfirst.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/** Logback, set up in code: log lines go to standard error, and a command that never logs pays for no XML. */
public final class Logging extends ContextAwareBase implements Configurator {

    /** For Logback, which finds it as a service: until a command says otherwise, only warnings. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        set(context, LogFormat.text, Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sets form and level from now on. */
    public static void set(LogFormat format, org.slf4j.event.Level level) {
        set((LoggerContext) LoggerFactory.getILoggerFactory(), format, Level.convertAnSLF4JLevel(level));
    }

    private static void set(LoggerContext context, LogFormat format, Level level) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        var layout = format.layout();
        layout.setContext(context);
        layout.start();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("io.sidecarfirst").setLevel(level);
        // Jetty logs what is the client's doing at warn, and Javalin what is reported better elsewhere.
        context.getLogger("io.javalin").setLevel(Level.OFF);
        context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
        // What the client of the API server warns of is an error of ours, in words about the kubeconfig.
        context.getLogger("io.fabric8").setLevel(Level.OFF);
    }
}
