package io.sidecarfirst.manifest;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import tools.jackson.databind.JsonNode;

/** A tree to YAML as kubectl prints it: block style, two spaces, lists not indented, long lines left long. */
final class YamlWriter {
    private static final ImplicitTuple ANY = new ImplicitTuple(true, true);
    private static final int LONGEST_PLAIN_NUMBER = 40;

    private final StringWriter text = new StringWriter();
    private final Emitter emitter;

    private YamlWriter() {
        DumperOptions options = new DumperOptions();
        options.setIndent(2);
        options.setIndicatorIndent(0);
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        options.setMaxSimpleKeyLength(1024);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        emitter = new Emitter(text, options);
    }

    /** The document's text, without a marker, its lines ended with {@code \n}. */
    static String write(JsonNode tree) {
        YamlWriter writer = new YamlWriter();
        try {
            return writer.document(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String document(JsonNode tree) throws IOException {
        emitter.emit(new StreamStartEvent(null, null));
        emitter.emit(new DocumentStartEvent(null, null, false, null, Map.of()));
        node(tree, true);
        // The stream is not ended: that would add "..." after a text that ends with empty lines.
        emitter.emit(new DocumentEndEvent(null, null, false));
        return text.toString();
    }

    private void node(JsonNode node, boolean root) throws IOException {
        if (node.isObject()) {
            emitter.emit(new MappingStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                string(entry.getKey(), false);
                node(entry.getValue(), false);
            }
            emitter.emit(new MappingEndEvent(null, null));
        } else if (node.isArray()) {
            emitter.emit(new SequenceStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
            for (JsonNode item : node) {
                node(item, false);
            }
            emitter.emit(new SequenceEndEvent(null, null));
        } else if (node.isString() || node.isBinary()) {
            string(node.asString(), !root);
        } else {
            scalar(other(node), ScalarStyle.PLAIN);
        }
    }

    private void string(String value, boolean mayBeLiteral) throws IOException {
        String sound = withoutLoneSurrogates(value);
        if (PlainStyle.fits(sound)) {
            scalar(sound, ScalarStyle.PLAIN);
        } else if (mayBeLiteral && LiteralStyle.fits(sound)) {
            scalar(sound, ScalarStyle.LITERAL);
        } else {
            scalar(sound, ScalarStyle.DOUBLE_QUOTED);
        }
    }

    private void scalar(String value, ScalarStyle style) throws IOException {
        emitter.emit(new ScalarEvent(null, null, ANY, value, null, null, style));
    }

    private static String other(JsonNode node) {
        if (node.isNull()) {
            return "null";
        }
        if (node.isBoolean() || node.isIntegralNumber()) {
            return node.asString();
        }
        if (!node.isFloatingPointNumber()) {
            throw new IllegalArgumentException("no YAML for a node of type " + node.getNodeType());
        }
        double value = node.doubleValue();
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        return decimal(node.decimalValue());
    }

    /** With a point in any case: without one, a reader would take it for an integer, or 1E+3 for a string. */
    private static String decimal(BigDecimal value) {
        if (Math.abs((long) value.scale()) + value.precision() <= LONGEST_PLAIN_NUMBER) {
            String plain = value.toPlainString();
            return plain.indexOf('.') >= 0 ? plain : plain + ".0";
        }
        String text = value.toString();
        int exponent = text.indexOf('E');
        return exponent < 0 || text.indexOf('.') >= 0
                ? text
                : text.substring(0, exponent) + ".0" + text.substring(exponent);
    }

    /** Half a character cannot be written as UTF-8; Go's JSON decoder reads it as U+FFFD too. */
    private static String withoutLoneSurrogates(String text) {
        boolean sound = text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return sound
                ? text
                : text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
