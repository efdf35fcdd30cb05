package io.sidecarfirst.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.manifest.yaml.ParseCount;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code inject} parses a document once to read it, and once more to see that the edited text means what it should. */
class InjectParsesTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers: [{name: app}]
              initContainers:
              - {name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}
            """;
    private static final String OTHER = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n";
    private static final String FUNCTION = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- "
            + POD.strip().replace("\n", "\n  ") + "\n";

    static Stream<List<String>> options() {
        return Stream.of(List.of(), List.of("-o", "yaml"), List.of("-o", "json"), List.of("--check"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void twice(List<String> options) {
        assertThat(parses(POD, options)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("options")
    void asAFunctionTwice(List<String> options) {
        assertThat(parses(FUNCTION, options)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("options")
    void onceWithoutAChange(List<String> options) {
        assertThat(parses(OTHER + "---\n" + POD + "---\n" + OTHER, options)).isEqualTo(4);
    }

    /** The list is read, and written again as a whole; what was written is read, too. */
    @Test
    void twiceWhereTheFormIsLost() {
        assertThat(parses(FUNCTION + "results: []\n", List.of("-o", "yaml"))).isEqualTo(2);
    }

    private static long parses(String text, List<String> options) {
        String[] args =
                Stream.concat(Stream.of("inject", "-f", "-"), options.stream()).toArray(String[]::new);
        return ParseCount.during(() ->
                assertThat(Cli.with(Map.of()).reading(text).execute(args).out()).contains("startupProbe"));
    }
}
