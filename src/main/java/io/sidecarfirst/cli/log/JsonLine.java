package io.sidecarfirst.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code time}, {@code level}, {@code logger}, {@code message}, and what belongs to it under its own names. */
final class JsonLine extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.put("logger", event.getLoggerName());
        line.put("message", event.getFormattedMessage());
        Optional.ofNullable(event.getKeyValuePairs())
                .ifPresent(pairs -> pairs.forEach(pair -> {
                    if (pair.value instanceof Integer number) {
                        line.put(pair.key, number);
                    } else if (pair.value instanceof Map || pair.value instanceof Collection) {
                        line.set(pair.key, JsonMapper.shared().valueToTree(pair.value));
                    } else if (pair.value instanceof Boolean bool) {
                        line.put(pair.key, bool);
                    } else {
                        line.put(pair.key, String.valueOf(pair.value));
                    }
                }));
        Optional.ofNullable(event.getThrowableProxy())
                .ifPresent(problem -> line.put("exception", ThrowableProxyUtil.asString(problem)));
        return line + "\n";
    }
}
