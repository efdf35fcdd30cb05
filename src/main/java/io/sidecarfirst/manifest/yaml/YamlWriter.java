package io.sidecarfirst.manifest.yaml;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
public final class YamlWriter {
    private static final ImplicitTuple ANY = new ImplicitTuple(true, true);

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
    public static String write(JsonNode tree) {
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
            scalar(ScalarWriter.unquoted(node), ScalarStyle.PLAIN);
        }
    }

    private void string(String value, boolean mayBeLiteral) throws IOException {
        String sound = ScalarWriter.withoutLoneSurrogates(value);
        if (ScalarWriter.fitsPlain(sound)) {
            scalar(sound, ScalarStyle.PLAIN);
        } else if (mayBeLiteral && ScalarWriter.fitsLiteral(sound)) {
            scalar(sound, ScalarStyle.LITERAL);
        } else if (ScalarWriter.prefersSingleQuotes(sound)) {
            scalar(sound, ScalarStyle.SINGLE_QUOTED);
        } else {
            scalar(sound, ScalarStyle.DOUBLE_QUOTED);
        }
    }

    private void scalar(String value, ScalarStyle style) throws IOException {
        emitter.emit(new ScalarEvent(null, null, ANY, value, null, null, style));
    }
}
