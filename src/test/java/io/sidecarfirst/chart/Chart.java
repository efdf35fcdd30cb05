package io.sidecarfirst.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The project's Helm chart, rendered offline by the Helm that helm-java brings along. */
public final class Chart {
    /** The chart's folder. */
    public static final Path FOLDER = Path.of("charts", "sidecar-first");

    /** The name and the namespace of the release that the tests render. */
    public static final String RELEASE = "sidecar-first";

    private Chart() {}

    /** The text of a release with these values in YAML, as {@code helm template --no-hooks} prints it. */
    static String text(String values) {
        return text(FOLDER, RELEASE, RELEASE, values);
    }

    /** The objects of a release of another name, without hooks. */
    static Rendering named(String release) {
        return Rendering.of(text(FOLDER, release, RELEASE, "{}"));
    }

    /** The same and the hooks, which helm-java leaves out: they are rendered as if they were none. */
    static String textWithHooks(String values) {
        return textWithHooks(RELEASE, values);
    }

    private static String textWithHooks(String release, String values) {
        return text(Unhooked.FOLDER, release, release, values).replace(Unhooked.MARK, Unhooked.HOOK);
    }

    /** The objects of a release with these values, hooks included. */
    public static Rendering render(String values) {
        return render(RELEASE, values);
    }

    /** The same of a release of another name, in a namespace of that name. */
    public static Rendering render(String release, String values) {
        return Rendering.of(textWithHooks(release, values));
    }

    private static String text(Path chart, String release, String namespace, String values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return new Helm(chart)
                        .template()
                        .withName(release)
                        .withNamespace(namespace)
                        .withKubeVersion("1.29.0")
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the chart whose hooks have another annotation. */
    private static final class Unhooked {
        static final String HOOK = "helm.sh/hook: ";
        static final String MARK = "example.com/hook: ";
        static final Path FOLDER = copy(Path.of("target", "chart-without-hooks"));

        private static Path copy(Path target) {
            try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = target.resolve(Chart.FOLDER.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.writeString(copy, Files.readString(file).replace(HOOK, MARK));
                }
                return target;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** The chart's values.schema.json. */
    public static JsonNode schema() {
        return JsonMapper.shared().readTree(FOLDER.resolve("values.schema.json"));
    }
}
