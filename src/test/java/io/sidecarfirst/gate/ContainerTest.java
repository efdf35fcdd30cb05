package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is read of a container. */
class ContainerTest {
    @ParameterizedTest
    @CsvSource({
        "redis,redis",
        "redis:8,redis",
        "a.example.com:5000/x/redis,redis",
        "a.example.com:5000/redis@sha256:0a,redis",
        "x/redis:8@sha256:0a,redis",
        // Of a chart whose repository was left empty.
        "':8',''",
        "'@sha256:0a',''",
        "'',''"
    })
    void theNameOfItsImage(String image, String name) {
        assertThat(new Container(JsonNodeFactory.instance.objectNode().put("image", image), 0, true).imageName())
                .isEqualTo(name);
    }

    /** An API server leaves an empty value out, and refuses one that is no text. */
    @Test
    void aVariableHasAValueOrAnEmptyOneOrOneFromElsewhere() {
        Container container = new Container(Yaml.tree("""
                env:
                - {name: A, value: a}
                - {name: B, value: ''}
                - {name: C}
                - {name: D, valueFrom: {secretKeyRef: {name: s, key: k}}}
                - {name: E, value: 5}
                - {value: f}
                - {name: [G], value: g}
                """), 0, true);
        assertThat(container.environment())
                .containsExactly(
                        new Container.EnvironmentVariable("A", "a"),
                        new Container.EnvironmentVariable("B", ""),
                        new Container.EnvironmentVariable("C", ""));
        assertThat(container.referencedVariables()).containsExactly("D");
    }
}
